package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * What Catalyst can show of a span: its server is closed, so this is what its own client
 * sends, OpenInference with keys for agents beside it. Nothing of {@code gen_ai.*} is
 * read but {@code gen_ai.system}, and {@code lk.*} is made into this by the client alone.
 *
 * @see <a href="https://www.npmjs.com/package/@inference/tracing">The client</a>
 */
public final class CatalystOracle implements ProductOracle {

	private static final Set<String> KINDS = Set.of("AGENT", "LLM", "TOOL", "CHAIN", "RETRIEVER", "EMBEDDING");

	private static final Set<String> OUTCOMES = Set.of("success", "failure", "partial", "cancelled");

	private static final String[] OF_AGENTS = { "agent.id", "agent.role", "agent.tool_call_count",
			"agent.llm_call_count", "agent.outcome", "agent.stop_reason", "agent.finalized" };

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().map(CatalystOracle::view).toList();
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		OpenInferenceKeys.read(values, draft);
		String kind = values.first(OpenInferenceKeys.KIND);
		if (kind != null && KINDS.contains(kind)) {
			draft.type = kind;
		}
		else {
			draft.problem("no kind that Catalyst knows: " + kind);
		}
		draft.usage = OpenInferenceKeys.tokens(values, draft);
		draft.inputTokens = draft.usage.get("prompt");
		draft.outputTokens = draft.usage.get("completion");
		draft.detail("system", values.first("llm.system", "gen_ai.system"));
		if (draft.tags.isEmpty()) {
			draft.tags.addAll(SpanValues.texts(values.value("tags")));
		}
		for (String key : OF_AGENTS) {
			draft.detail(key, values.value(key));
		}
		Object outcome = values.value("agent.outcome");
		if (outcome != null && !OUTCOMES.contains(outcome)) {
			draft.problem("no outcome of an agent: " + outcome);
		}
		if ("AGENT".equals(draft.type) && !values.has("agent.id")) {
			draft.problem("an agent without the id by which agents are put together");
		}
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		return draft.view();
	}

}

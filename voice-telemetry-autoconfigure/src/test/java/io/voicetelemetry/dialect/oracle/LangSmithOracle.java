package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * What LangSmith shows of a span, as far as its documentation says.
 *
 * @see <a href="https://docs.langchain.com/langsmith/trace-with-opentelemetry">Trace with
 * OpenTelemetry</a>
 */
public final class LangSmithOracle implements ProductOracle {

	private static final Set<String> KINDS = Set.of("llm", "chain", "tool", "retriever", "embedding", "prompt",
			"parser");

	private static final Map<String, String> OPERATIONS = Map.of("chat", "llm", "completion", "llm", "embedding",
			"embedding");

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().map(LangSmithOracle::view).toList();
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		draft.type = kind(values);
		draft.input = values.first("gen_ai.input.messages", "input.value");
		draft.output = values.first("gen_ai.output.messages", "output.value");
		draft.model = values.first("gen_ai.response.model", "gen_ai.request.model");
		draft.provider = values.first("gen_ai.provider.name", "gen_ai.system");
		draft.inputTokens = values.firstCount("gen_ai.usage.input_tokens");
		draft.outputTokens = values.firstCount("gen_ai.usage.output_tokens");
		draft.metadata.putAll(values.withPrefix("langsmith.metadata."));
		draft.session = values.first("langsmith.trace.session_id", "langsmith.metadata.session_id",
				"langsmith.metadata.thread_id", "langsmith.metadata.conversation_id");
		draft.tags.addAll(SpanValues.texts(values.value("langsmith.span.tags")));
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		return draft.view();
	}

	private static String kind(SpanValues values) {
		String given = values.first("langsmith.span.kind");
		if (given != null && KINDS.contains(given)) {
			return given;
		}
		if (values.has("gen_ai.tool.name")) {
			return "tool";
		}
		String operation = values.first("gen_ai.operation.name");
		if (operation != null && OPERATIONS.containsKey(operation)) {
			return OPERATIONS.get(operation);
		}
		String kind = values.first("openinference.span.kind");
		return (kind != null && KINDS.contains(kind.toLowerCase(Locale.ROOT))) ? kind.toLowerCase(Locale.ROOT)
				: "chain";
	}

}

package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What Opik shows of a span, as far as its rules are known: what no rule matches becomes
 * part of the input.
 *
 * @see <a href=
 * "https://github.com/comet-ml/opik/tree/main/apps/opik-backend/src/main/java/com/comet/opik/domain/mapping/otel">The
 * mapping in Opik</a>
 */
public final class OpikOracle implements ProductOracle {

	private static final List<String> TO_INPUT = List.of("gen_ai.prompt", "gen_ai.input.", "gen_ai.system_instructions",
			"gen_ai.request.", "input", "tool.parameters", "llm.invocation_parameters.", "llm.prompts.",
			"llm.input_messages.");

	private static final List<String> TO_OUTPUT = List.of("gen_ai.completion", "gen_ai.output.", "gen_ai.response",
			"output", "tool.output", "llm.output_messages.");

	/**
	 * Rules that make neither input nor output of an attribute, though others above
	 * would.
	 */
	private static final List<String> ELSEWHERE = List.of("gen_ai.request.model", "gen_ai.request.temperature",
			"gen_ai.response.id", "gen_ai.response.model", "gen_ai.response.finish_reasons", "gen_ai.system",
			"gen_ai.usage.", "gen_ai.cost.", "gen_ai.tool.", "gen_ai.agent.", "gen_ai.operation.name",
			"gen_ai.conversation.id", "error.", "exception.", "server.", "thread_id", "session.id", "opik.tags",
			"opik.metadata", "llm.model_name", "llm.provider", "llm.token_count.", "tool.name", "tool.description");

	/** What makes a request to a model of a span. */
	private static final List<String> OF_MODELS = List.of("gen_ai.request.model", "gen_ai.request.temperature",
			"gen_ai.response.id", "gen_ai.response.model", "gen_ai.system", "gen_ai.usage.", "gen_ai.input.",
			"gen_ai.output.", "gen_ai.cost.", "llm.");

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().map(OpikOracle::view).toList();
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		draft.model = values.first("gen_ai.response.model", "gen_ai.request.model", "llm.model_name");
		boolean ofModel = span.attributes().keySet().stream().anyMatch((key) -> begins(key, OF_MODELS));
		draft.type = ofModel ? "llm" : values.hasPrefix("tool.") ? "tool" : "general";
		draft.provider = values.first("gen_ai.system", "llm.provider");
		draft.session = values.first("thread_id", "gen_ai.conversation.id", "session.id");
		draft.inputTokens = values.firstCount("gen_ai.usage.input_tokens", "llm.token_count.prompt");
		draft.outputTokens = values.firstCount("gen_ai.usage.output_tokens", "llm.token_count.completion");
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		span.attributes().forEach((key, value) -> {
			boolean elsewhere = begins(key, ELSEWHERE) && !key.equals("gen_ai.system_instructions");
			if (!elsewhere && begins(key, TO_OUTPUT)) {
				draft.output = joined(draft.output, value);
			}
			else if (!elsewhere) {
				draft.input = joined(draft.input, value);
				if (!begins(key, TO_INPUT)) {
					draft.problem("an attribute that becomes part of the input: " + key);
				}
			}
		});
		return draft.view();
	}

	private static boolean begins(String key, List<String> prefixes) {
		return prefixes.stream().anyMatch(key::startsWith);
	}

	private static String joined(@Nullable String before, Object value) {
		return (before != null) ? before + "\n" + SpanValues.text(value) : SpanValues.text(value);
	}

}

package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * LangSmith: what a run is, its metadata, and input and output of what has no messages.
 * Messages, models and tokens it reads under their canonical keys.
 * <p>
 * Its key {@code langsmith.trace.session_id} is not written: what it calls a session is a
 * project. Calls are threads there, which it groups by their metadata.
 *
 * @see <a href="https://docs.langchain.com/langsmith/trace-with-opentelemetry">Supported
 * attributes, read in November 2026</a>
 */
final class LangSmithDialect implements SpanDialect {

	private static final String KIND = "langsmith.span.kind";

	private static final String TAGS = "langsmith.span.tags";

	private static final String METADATA = "langsmith.metadata.";

	private static final String SESSION = METADATA + "session_id";

	private static final String USER = METADATA + "user_id";

	private static final String INPUT = "input.value";

	private static final String OUTPUT = "output.value";

	private static final String SYSTEM = "gen_ai.system";

	private static final String USAGE = "gen_ai.usage.";

	private static final String TOTAL_TOKENS = USAGE + "total_tokens";

	private static final String REASONING_TOKENS = USAGE + "details.reasoning_tokens";

	private static final String CHAIN = "chain";

	// @formatter:off
	private static final Map<Stage, String> KINDS = Map.of(
			Stage.LLM_REQUEST, "llm",
			Stage.REALTIME_INFERENCE, "llm",
			Stage.FUNCTION_TOOL, "tool");

	/** What frameworks do that is no stage. Of all else, LangSmith finds out itself. */
	private static final Map<String, String> KINDS_OF_OPERATIONS = Map.of(
			"embeddings", "embedding",
			"embedding", "embedding",
			"retrieval", "retriever",
			"create_agent", CHAIN,
			"invoke_workflow", CHAIN,
			"plan", CHAIN,
			"framework", CHAIN);
	// @formatter:on

	@Override
	public String name() {
		return "langsmith";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of("langsmith.");
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		Stage stage = span.stage();
		if (!rewrite.has(KIND)) {
			rewrite.put(KIND, kind(span));
		}
		rewrite.put(TAGS, span.get(TelemetryAttributes.USE_CASE))
			.put(SESSION, span.sessionId())
			.put(USER, span.get(TelemetryAttributes.USER_ID));
		span.data().getAttributes().forEach((key, value) -> {
			if (SpanFigures.isFigure(key.getKey())) {
				rewrite.copy(key.getKey(), METADATA + key.getKey());
			}
		});
		if (!span.hasMessages()) {
			rewrite.put(INPUT, span.input()).put(OUTPUT, span.output());
		}
		if (stage == Stage.LLM_REQUEST || stage == Stage.REALTIME_INFERENCE) {
			usage(span, rewrite);
		}
		if (!span.isCounted()) {
			rewrite.removeIf((key) -> key.startsWith(USAGE));
		}
	}

	private static @Nullable String kind(CanonicalSpan span) {
		if (!span.isUnknown()) {
			return (span.stage() != null) ? KINDS.getOrDefault(span.stage(), CHAIN) : CHAIN;
		}
		String operation = span.operation();
		return (operation != null) ? KINDS_OF_OPERATIONS.get(operation) : null;
	}

	private static void usage(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(SYSTEM, span.get(TelemetryAttributes.PROVIDER_NAME))
			.put(REASONING_TOKENS, span.get(TelemetryAttributes.REASONING_OUTPUT_TOKENS));
		Long input = span.get(TelemetryAttributes.INPUT_TOKENS);
		Long output = span.get(TelemetryAttributes.OUTPUT_TOKENS);
		if (input != null && output != null) {
			rewrite.put(TOTAL_TOKENS, Long.valueOf(input + output));
		}
	}

}

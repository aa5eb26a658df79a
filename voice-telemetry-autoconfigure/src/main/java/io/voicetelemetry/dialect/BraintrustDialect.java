package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Braintrust: what a span is, its metadata and figures, and input and output of what has
 * no messages. Messages, models and tokens it reads under their canonical keys.
 *
 * @see <a href=
 * "https://www.braintrust.dev/docs/integrations/sdk-integrations/opentelemetry/attributes">OpenTelemetry
 * attributes, read in November 2026</a>
 */
final class BraintrustDialect implements SpanDialect {

	private static final String SPAN_ATTRIBUTES = "braintrust.span_attributes";

	private static final String INPUT = "braintrust.input";

	private static final String OUTPUT = "braintrust.output";

	/** At the end of a key: that the value is JSON. What is not would be lost. */
	private static final String JSON = "_json";

	private static final String METADATA = "braintrust.metadata";

	private static final String METRICS = "braintrust.metrics";

	private static final String TAGS = "braintrust.tags";

	private static final String FUNCTION = "function";

	private static final String USAGE = "gen_ai.usage.";

	// @formatter:off
	private static final Map<Stage, String> TYPES = Map.of(
			Stage.AGENT_SESSION, "task",
			Stage.AGENT_TURN, "task",
			Stage.LLM_REQUEST, "llm",
			Stage.REALTIME_INFERENCE, "llm",
			Stage.FUNCTION_TOOL, "tool");
	// @formatter:on

	@Override
	public String name() {
		return "braintrust";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of("braintrust.");
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		Stage stage = span.stage();
		if (!span.isUnknown() && !rewrite.has(SPAN_ATTRIBUTES)) {
			String type = (stage != null) ? TYPES.getOrDefault(stage, FUNCTION) : FUNCTION;
			rewrite.put(SPAN_ATTRIBUTES, new JsonObject().put("type", type).toString());
		}
		rewrite.put(METADATA, metadata(span)).put(METRICS, metrics(span));
		if (!span.hasMessages()) {
			put(rewrite, INPUT, span.input());
			put(rewrite, OUTPUT, span.output());
		}
		if (!span.isCounted()) {
			rewrite.removeIf((key) -> key.startsWith(USAGE));
		}
		String useCase = span.get(TelemetryAttributes.USE_CASE);
		if (useCase != null && !span.data().getParentSpanContext().isValid()) {
			// None but roots may have tags.
			rewrite.put(TAGS, List.of(useCase));
		}
	}

	private static void put(SpanRewrite rewrite, String key, @Nullable String text) {
		boolean json = text != null && CanonicalSpan.isJson(text) && JsonReader.isValid(text);
		rewrite.put(json ? key + JSON : key, text);
	}

	private static @Nullable String metadata(CanonicalSpan span) {
		JsonObject metadata = new JsonObject().put("session_id", span.sessionId())
			.put("user_id", span.get(TelemetryAttributes.USER_ID));
		return orAbsent(SpanFigures.addTo(metadata, span));
	}

	private static @Nullable String metrics(CanonicalSpan span) {
		return orAbsent(new JsonObject().put("time_to_first_token", span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK))
			.put("time_to_first_byte", span.get(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE))
			.put("e2e_latency", span.get(TelemetryAttributes.E2E_LATENCY)));
	}

	private static @Nullable String orAbsent(JsonObject object) {
		return object.isEmpty() ? null : object.toString();
	}

}

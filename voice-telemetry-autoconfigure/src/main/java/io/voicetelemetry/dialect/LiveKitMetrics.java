package io.voicetelemetry.dialect;

import java.util.concurrent.TimeUnit;

import io.voicetelemetry.content.JsonFields;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a request as LiveKit Agents writes them on spans: JSON with the fields
 * of its metrics classes. Where those say 0 for what is not known, the field is left out;
 * a time to the first token or byte that there was none of is -1, as there.
 *
 * @see <a href=
 * "https://github.com/livekit/agents/blob/da6af86/livekit-agents/livekit/agents/metrics/base.py">Metrics
 * of LiveKit Agents 1.7.0</a>
 */
final class LiveKitMetrics {

	private static final double NONE = -1;

	/** More precise than a {@code double} can tell moments of our time. */
	private static final double MICROS_OF_SECOND = 1e6;

	private LiveKitMetrics() {
	}

	static @Nullable String ofLlm(CanonicalSpan span) {
		Double ttft = span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		Long input = tokens(span, TokenType.INPUT);
		Long output = tokens(span, TokenType.OUTPUT);
		if (neverAnswered(span, ttft, output)) {
			return null;
		}
		JsonFields metrics = base(span, "llm_metrics").put("duration", duration(span))
			.put("ttft", orNone(ttft))
			.put("cancelled", span.isCancelled())
			.put("completion_tokens", output)
			.put("prompt_tokens", input)
			.put("prompt_cached_tokens", tokens(span, TokenType.CACHED_INPUT))
			.put("cache_creation_tokens", tokens(span, TokenType.CACHE_CREATION_INPUT))
			.put("total_tokens", sum(input, output))
			.put("tokens_per_second", perSecond(output, duration(span)))
			.put("speech_id", span.get(TelemetryAttributes.SPEECH_ID));
		return withModel(metrics, span).text();
	}

	static @Nullable String ofTts(CanonicalSpan span) {
		Double ttfb = span.get(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE);
		Long characters = span.get(TelemetryAttributes.TTS_CHARACTERS);
		if (neverAnswered(span, ttfb, characters)) {
			return null;
		}
		JsonFields metrics = base(span, "tts_metrics").put("ttfb", orNone(ttfb))
			.put("duration", duration(span))
			.put("audio_duration", span.get(TelemetryAttributes.TTS_AUDIO_DURATION))
			.put("cancelled", span.isCancelled())
			.put("characters_count", characters)
			.put("input_tokens", tokens(span, TokenType.INPUT))
			.put("output_tokens", tokens(span, TokenType.OUTPUT))
			.put("acquire_time", span.get(TelemetryAttributes.CONNECTION_ACQUIRE_TIME))
			.put("connection_reused", span.get(TelemetryAttributes.CONNECTION_REUSED))
			.put("segment_id", span.get(TelemetryAttributes.TTS_SEGMENT_ID))
			.put("speech_id", span.get(TelemetryAttributes.SPEECH_ID));
		return withModel(metrics, span).text();
	}

	static @Nullable String ofRealtime(CanonicalSpan span) {
		Double ttft = span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		Long input = tokens(span, TokenType.INPUT);
		Long output = tokens(span, TokenType.OUTPUT);
		if (neverAnswered(span, ttft, output)) {
			return null;
		}
		JsonFields metrics = base(span, "realtime_model_metrics").put("duration", duration(span))
			.put("session_duration", span.get(TelemetryAttributes.REALTIME_SESSION_DURATION))
			.put("ttft", orNone(ttft))
			.put("cancelled", span.isCancelled())
			.put("input_tokens", input)
			.put("output_tokens", output)
			.put("total_tokens", sum(input, output))
			.put("tokens_per_second", perSecond(output, duration(span)));
		putInputDetails(metrics, span);
		putModalities(metrics.begin("output_token_details"), span, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_TEXT,
				TokenType.OUTPUT_IMAGE)
			.end();
		metrics.put("acquire_time", span.get(TelemetryAttributes.CONNECTION_ACQUIRE_TIME))
			.put("connection_reused", span.get(TelemetryAttributes.CONNECTION_REUSED));
		return withModel(metrics, span).text();
	}

	/**
	 * LiveKit has no figures of what failed, nor of what was cut off before the first
	 * token.
	 */
	private static boolean neverAnswered(CanonicalSpan span, @Nullable Double first, @Nullable Long amount) {
		return span.isError() || (span.isCancelled() && first == null && amount == null);
	}

	private static JsonFields base(CanonicalSpan span, String type) {
		String label = span.get(TelemetryAttributes.CALL_SITE);
		return new JsonFields().put("type", type)
			.put("label", (label != null) ? label : span.data().getName())
			.put("request_id", span.get(TelemetryAttributes.RESPONSE_ID))
			.put("timestamp", TimeUnit.NANOSECONDS.toMicros(span.data().getEndEpochNanos()) / MICROS_OF_SECOND);
	}

	private static void putInputDetails(JsonFields metrics, CanonicalSpan span) {
		JsonFields details = putModalities(metrics.begin("input_token_details"), span, TokenType.INPUT_AUDIO,
				TokenType.INPUT_TEXT, TokenType.INPUT_IMAGE)
			.put("cached_tokens", tokens(span, TokenType.CACHED_INPUT));
		putModalities(details.begin("cached_tokens_details"), span, TokenType.CACHED_INPUT_AUDIO,
				TokenType.CACHED_INPUT_TEXT, TokenType.CACHED_INPUT_IMAGE)
			.end()
			.end();
	}

	private static JsonFields putModalities(JsonFields object, CanonicalSpan span, TokenType audio, TokenType text,
			TokenType image) {
		return object.put("audio_tokens", tokens(span, audio))
			.put("text_tokens", tokens(span, text))
			.put("image_tokens", tokens(span, image));
	}

	private static JsonFields withModel(JsonFields metrics, CanonicalSpan span) {
		return metrics.begin("metadata")
			.put("model_name", span.get(TelemetryAttributes.REQUEST_MODEL))
			.put("model_provider", span.get(TelemetryAttributes.PROVIDER_NAME))
			.end();
	}

	private static double orNone(@Nullable Double seconds) {
		return (seconds != null) ? seconds : NONE;
	}

	private static @Nullable Long tokens(CanonicalSpan span, TokenType type) {
		return span.get(TelemetryAttributes.ofTokens(type));
	}

	private static @Nullable Long sum(@Nullable Long input, @Nullable Long output) {
		return (input != null && output != null) ? Long.valueOf(input + output) : null;
	}

	private static @Nullable Double perSecond(@Nullable Long tokens, double seconds) {
		return (tokens != null && seconds > 0) ? Double.valueOf(tokens / seconds) : null;
	}

	/**
	 * How long a span took, in seconds.
	 */
	static double duration(CanonicalSpan span) {
		return seconds(Math.max(span.data().getEndEpochNanos() - span.data().getStartEpochNanos(), 0));
	}

	private static double seconds(long nanos) {
		return (double) nanos / TimeUnit.SECONDS.toNanos(1);
	}

}

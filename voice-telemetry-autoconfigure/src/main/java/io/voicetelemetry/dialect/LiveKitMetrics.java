package io.voicetelemetry.dialect;

import java.util.concurrent.TimeUnit;

import io.voicetelemetry.content.JsonFieldWriter;
import io.voicetelemetry.content.JsonName;
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

	private static final JsonName DURATION = JsonName.of("duration");

	private static final JsonName TTFT = JsonName.of("ttft");

	private static final JsonName CANCELLED = JsonName.of("cancelled");

	private static final JsonName COMPLETION_TOKENS = JsonName.of("completion_tokens");

	private static final JsonName PROMPT_TOKENS = JsonName.of("prompt_tokens");

	private static final JsonName PROMPT_CACHED_TOKENS = JsonName.of("prompt_cached_tokens");

	private static final JsonName CACHE_CREATION_TOKENS = JsonName.of("cache_creation_tokens");

	private static final JsonName TOTAL_TOKENS = JsonName.of("total_tokens");

	private static final JsonName TOKENS_PER_SECOND = JsonName.of("tokens_per_second");

	private static final JsonName SPEECH_ID = JsonName.of("speech_id");

	private static final JsonName TTFB = JsonName.of("ttfb");

	private static final JsonName AUDIO_DURATION = JsonName.of("audio_duration");

	private static final JsonName CHARACTERS_COUNT = JsonName.of("characters_count");

	private static final JsonName INPUT_TOKENS = JsonName.of("input_tokens");

	private static final JsonName OUTPUT_TOKENS = JsonName.of("output_tokens");

	private static final JsonName ACQUIRE_TIME = JsonName.of("acquire_time");

	private static final JsonName CONNECTION_REUSED = JsonName.of("connection_reused");

	private static final JsonName SEGMENT_ID = JsonName.of("segment_id");

	private static final JsonName SESSION_DURATION = JsonName.of("session_duration");

	private static final JsonName OUTPUT_TOKEN_DETAILS = JsonName.of("output_token_details");

	private static final JsonName TYPE = JsonName.of("type");

	private static final JsonName LABEL = JsonName.of("label");

	private static final JsonName REQUEST_ID = JsonName.of("request_id");

	private static final JsonName TIMESTAMP = JsonName.of("timestamp");

	private static final JsonName INPUT_TOKEN_DETAILS = JsonName.of("input_token_details");

	private static final JsonName CACHED_TOKENS = JsonName.of("cached_tokens");

	private static final JsonName CACHED_TOKENS_DETAILS = JsonName.of("cached_tokens_details");

	private static final JsonName AUDIO_TOKENS = JsonName.of("audio_tokens");

	private static final JsonName TEXT_TOKENS = JsonName.of("text_tokens");

	private static final JsonName IMAGE_TOKENS = JsonName.of("image_tokens");

	private static final JsonName METADATA = JsonName.of("metadata");

	private static final JsonName MODEL_NAME = JsonName.of("model_name");

	private static final JsonName MODEL_PROVIDER = JsonName.of("model_provider");

	private static final double NONE = -1;

	/** More precise than a {@code double} can tell moments of our time. */
	private static final double MICROS_OF_SECOND = 1e6;

	/** Of a rate. More decimals take longer to write than all else. */
	private static final double SIX_DECIMALS = 1e6;

	/** Above this, a {@code double} has no fraction. */
	private static final double MOST_WITH_DECIMALS = 1L << 53;

	private LiveKitMetrics() {
	}

	static @Nullable String ofLlm(CanonicalSpan span) {
		Double ttft = span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		Long input = tokens(span, TokenType.INPUT);
		Long output = tokens(span, TokenType.OUTPUT);
		if (neverAnswered(span, ttft, output)) {
			return null;
		}
		JsonFieldWriter metrics = base(span, "llm_metrics").put(DURATION, duration(span))
			.put(TTFT, orNone(ttft))
			.put(CANCELLED, span.isCancelled())
			.put(COMPLETION_TOKENS, output)
			.put(PROMPT_TOKENS, input)
			.put(PROMPT_CACHED_TOKENS, tokens(span, TokenType.CACHED_INPUT))
			.put(CACHE_CREATION_TOKENS, tokens(span, TokenType.CACHE_CREATION_INPUT))
			.put(TOTAL_TOKENS, sum(input, output))
			.put(TOKENS_PER_SECOND, perSecond(output, duration(span)))
			.put(SPEECH_ID, span.get(TelemetryAttributes.SPEECH_ID));
		return withModel(metrics, span).text();
	}

	static @Nullable String ofTts(CanonicalSpan span) {
		Double ttfb = span.get(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE);
		Long characters = span.get(TelemetryAttributes.TTS_CHARACTERS);
		if (neverAnswered(span, ttfb, characters)) {
			return null;
		}
		JsonFieldWriter metrics = base(span, "tts_metrics").put(TTFB, orNone(ttfb))
			.put(DURATION, duration(span))
			.put(AUDIO_DURATION, span.get(TelemetryAttributes.TTS_AUDIO_DURATION))
			.put(CANCELLED, span.isCancelled())
			.put(CHARACTERS_COUNT, characters)
			.put(INPUT_TOKENS, tokens(span, TokenType.INPUT))
			.put(OUTPUT_TOKENS, tokens(span, TokenType.OUTPUT))
			.put(ACQUIRE_TIME, span.get(TelemetryAttributes.CONNECTION_ACQUIRE_TIME))
			.put(CONNECTION_REUSED, span.get(TelemetryAttributes.CONNECTION_REUSED))
			.put(SEGMENT_ID, span.get(TelemetryAttributes.TTS_SEGMENT_ID))
			.put(SPEECH_ID, span.get(TelemetryAttributes.SPEECH_ID));
		return withModel(metrics, span).text();
	}

	static @Nullable String ofRealtime(CanonicalSpan span) {
		Double ttft = span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		Long input = tokens(span, TokenType.INPUT);
		Long output = tokens(span, TokenType.OUTPUT);
		if (neverAnswered(span, ttft, output)) {
			return null;
		}
		JsonFieldWriter metrics = base(span, "realtime_model_metrics").put(DURATION, duration(span))
			.put(SESSION_DURATION, span.get(TelemetryAttributes.REALTIME_SESSION_DURATION))
			.put(TTFT, orNone(ttft))
			.put(CANCELLED, span.isCancelled())
			.put(INPUT_TOKENS, input)
			.put(OUTPUT_TOKENS, output)
			.put(TOTAL_TOKENS, sum(input, output))
			.put(TOKENS_PER_SECOND, perSecond(output, duration(span)));
		putInputDetails(metrics, span);
		putModalities(metrics.begin(OUTPUT_TOKEN_DETAILS), span, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_TEXT,
				TokenType.OUTPUT_IMAGE)
			.end();
		metrics.put(ACQUIRE_TIME, span.get(TelemetryAttributes.CONNECTION_ACQUIRE_TIME))
			.put(CONNECTION_REUSED, span.get(TelemetryAttributes.CONNECTION_REUSED));
		return withModel(metrics, span).text();
	}

	/**
	 * LiveKit has no figures of what failed, nor of what was cut off before the first
	 * token.
	 */
	private static boolean neverAnswered(CanonicalSpan span, @Nullable Double first, @Nullable Long amount) {
		return span.isError() || (span.isCancelled() && first == null && amount == null);
	}

	private static JsonFieldWriter base(CanonicalSpan span, String type) {
		String label = span.get(TelemetryAttributes.CALL_SITE);
		return new JsonFieldWriter().put(TYPE, type)
			.put(LABEL, (label != null) ? label : span.data().getName())
			.put(REQUEST_ID, span.get(TelemetryAttributes.RESPONSE_ID))
			.put(TIMESTAMP, TimeUnit.NANOSECONDS.toMicros(span.data().getEndEpochNanos()) / MICROS_OF_SECOND);
	}

	private static void putInputDetails(JsonFieldWriter metrics, CanonicalSpan span) {
		JsonFieldWriter details = putModalities(metrics.begin(INPUT_TOKEN_DETAILS), span, TokenType.INPUT_AUDIO,
				TokenType.INPUT_TEXT, TokenType.INPUT_IMAGE)
			.put(CACHED_TOKENS, tokens(span, TokenType.CACHED_INPUT));
		putModalities(details.begin(CACHED_TOKENS_DETAILS), span, TokenType.CACHED_INPUT_AUDIO,
				TokenType.CACHED_INPUT_TEXT, TokenType.CACHED_INPUT_IMAGE)
			.end()
			.end();
	}

	private static JsonFieldWriter putModalities(JsonFieldWriter object, CanonicalSpan span, TokenType audio,
			TokenType text, TokenType image) {
		return object.put(AUDIO_TOKENS, tokens(span, audio))
			.put(TEXT_TOKENS, tokens(span, text))
			.put(IMAGE_TOKENS, tokens(span, image));
	}

	private static JsonFieldWriter withModel(JsonFieldWriter metrics, CanonicalSpan span) {
		return metrics.begin(METADATA)
			.put(MODEL_NAME, span.get(TelemetryAttributes.REQUEST_MODEL))
			.put(MODEL_PROVIDER, span.get(TelemetryAttributes.PROVIDER_NAME))
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
		if (tokens == null || !(seconds > 0)) {
			return null;
		}
		double rate = tokens / seconds;
		double scaled = rate * SIX_DECIMALS;
		return (Math.abs(scaled) < MOST_WITH_DECIMALS) ? Math.round(scaled) / SIX_DECIMALS : rate;
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

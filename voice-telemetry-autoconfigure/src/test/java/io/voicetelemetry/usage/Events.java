package io.voicetelemetry.usage;

import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Events as short as a test can say them.
 */
final class Events {

	private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

	private Events() {
	}

	static MetricsOrigin origin(@Nullable String provider, @Nullable String model) {
		return MetricsOrigin.of(provider, model, Instant.EPOCH);
	}

	static MetricsOrigin origin(String provider, String model, Outcome outcome) {
		return origin(provider, model).withOutcome(outcome, (outcome == Outcome.ERROR) ? "java.io.IOException" : null);
	}

	static LlmMetrics llm(String provider, String model, long input, long output) {
		return llm(origin(provider, model), TokenUsage.of(input, output));
	}

	static LlmMetrics llm(MetricsOrigin origin, TokenUsage tokens) {
		return new LlmMetrics(origin, 1.5, OptionalDouble.of(0.4), tokens, UNKNOWN, 1);
	}

	static RealtimeMetrics realtime(MetricsOrigin origin, TokenUsage tokens, OptionalDouble sessionDuration) {
		return new RealtimeMetrics(origin, 1.5, UNKNOWN, tokens, UNKNOWN, sessionDuration, UNKNOWN, null);
	}

	static TtsMetrics tts(MetricsOrigin origin, OptionalLong characters, OptionalDouble audioDuration,
			TokenUsage tokens) {
		return new TtsMetrics(origin, 0.7, UNKNOWN, audioDuration, characters, tokens, true, null, 1, UNKNOWN, null);
	}

	static SttMetrics stt(MetricsOrigin origin, OptionalDouble audioDuration, TokenUsage tokens) {
		return new SttMetrics(origin, UNKNOWN, audioDuration, tokens, true, UNKNOWN, null);
	}

	static InterruptionMetrics interruption(MetricsOrigin origin, int requests) {
		return new InterruptionMetrics(origin, "user_speech", 1, 0, requests, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
	}

	static EouMetrics eou(MetricsOrigin origin, OptionalDouble detectionDuration) {
		return new EouMetrics(origin, OptionalDouble.of(0.5), UNKNOWN, UNKNOWN, detectionDuration,
				detectionDuration.isPresent() ? 1 : 0);
	}

	static DiscardedMetrics discarded(VoiceMetrics request) {
		return new DiscardedMetrics(request.origin(), request);
	}

}

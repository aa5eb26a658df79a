package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * Figures of one generation of a speech-to-speech model, however it ended.
 *
 * @param origin where they come from
 * @param duration start to end
 * @param ttft start to the first token of audio
 * @param tokens the tokens, audio and text told apart where the provider does
 * @param tokensPerSecond tokens of the answer for each second between the first token and
 * the last
 * @param sessionDuration how long the provider's session lasted, where that is billed
 * @param acquireTime how long it took to get a connection
 * @param connectionReused whether the connection was there already, or {@code null} if
 * unknown
 * @since 0.1
 */
public record RealtimeMetrics(MetricsOrigin origin, double duration, OptionalDouble ttft, TokenUsage tokens,
		OptionalDouble tokensPerSecond, OptionalDouble sessionDuration, OptionalDouble acquireTime,
		@Nullable Boolean connectionReused) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public RealtimeMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(duration, "duration");
		Figures.requireSeconds(ttft, "ttft");
		Objects.requireNonNull(tokens, "tokens");
		Figures.requireFinite(tokensPerSecond, "tokensPerSecond");
		Figures.requireSeconds(sessionDuration, "sessionDuration");
		Figures.requireSeconds(acquireTime, "acquireTime");
	}

	@Override
	public String type() {
		return "realtime_model_metrics";
	}

}

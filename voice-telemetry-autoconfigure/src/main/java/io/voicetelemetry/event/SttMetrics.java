package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * Figures of one speech recognition, or of a part of one that goes on for long.
 *
 * @param origin where they come from
 * @param duration start to end of the request; absent if it streams along with the speech
 * @param audioDuration how much audio was recognised
 * @param tokens the tokens, where the provider counts any
 * @param streamed whether the recognition streams along with the speech
 * @param acquireTime how long it took to get a connection
 * @param connectionReused whether the connection was there already, or {@code null} if
 * unknown
 * @since 0.1
 */
public record SttMetrics(MetricsOrigin origin, OptionalDouble duration, OptionalDouble audioDuration, TokenUsage tokens,
		boolean streamed, OptionalDouble acquireTime, @Nullable Boolean connectionReused) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public SttMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(duration, "duration");
		Figures.requireSeconds(audioDuration, "audioDuration");
		Objects.requireNonNull(tokens, "tokens");
		Figures.requireSeconds(acquireTime, "acquireTime");
	}

	@Override
	public String type() {
		return "stt_metrics";
	}

}

package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Figures of one speech synthesis, however it ended.
 *
 * @param origin where they come from
 * @param duration start to end of the request
 * @param ttfb first text handed over to the first byte of audio
 * @param audioDuration how much audio was made; of one that was cut off, how much was
 * spoken
 * @param charactersCount how many characters were handed over; of one that was cut off,
 * how many were spoken, if that is known
 * @param tokens the tokens, where the provider counts any
 * @param streamed whether text was handed over in pieces
 * @param segmentId the piece of the reply, or {@code null}
 * @param attempts how many tries it took, at least 1
 * @param acquireTime how long it took to get a connection
 * @param connectionReused whether the connection was there already, or {@code null} if
 * unknown
 * @param attemptDuration how long the last try took, which is the one that was answered
 * if any was
 * @param attemptTtfb start of the last try, or the first text handed over if that came
 * later, to the first byte of audio
 * @since 0.1
 */
public record TtsMetrics(MetricsOrigin origin, double duration, OptionalDouble ttfb, OptionalDouble audioDuration,
		OptionalLong charactersCount, TokenUsage tokens, boolean streamed, @Nullable String segmentId, int attempts,
		OptionalDouble acquireTime, @Nullable Boolean connectionReused, double attemptDuration,
		OptionalDouble attemptTtfb) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public TtsMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(duration, "duration");
		Figures.requireSeconds(ttfb, "ttfb");
		Figures.requireSeconds(audioDuration, "audioDuration");
		Figures.requireCount(charactersCount, "charactersCount");
		Objects.requireNonNull(tokens, "tokens");
		if (attempts < 1) {
			throw new IllegalArgumentException("attempts must be at least 1 but is " + attempts);
		}
		Figures.requireSeconds(acquireTime, "acquireTime");
		Figures.requireSeconds(attemptDuration, "attemptDuration");
		Figures.requireSeconds(attemptTtfb, "attemptTtfb");
	}

	/**
	 * Figures of a synthesis whose tries are not told apart.
	 * @param origin where they come from
	 * @param duration start to end of the request
	 * @param ttfb first text handed over to the first byte of audio
	 * @param audioDuration how much audio was made
	 * @param charactersCount how many characters were handed over
	 * @param tokens the tokens, where the provider counts any
	 * @param streamed whether text was handed over in pieces
	 * @param segmentId the piece of the reply, or {@code null}
	 * @param attempts how many tries it took, at least 1
	 * @param acquireTime how long it took to get a connection
	 * @param connectionReused whether the connection was there already, or {@code null}
	 * if unknown
	 */
	public TtsMetrics(MetricsOrigin origin, double duration, OptionalDouble ttfb, OptionalDouble audioDuration,
			OptionalLong charactersCount, TokenUsage tokens, boolean streamed, @Nullable String segmentId, int attempts,
			OptionalDouble acquireTime, @Nullable Boolean connectionReused) {
		this(origin, duration, ttfb, audioDuration, charactersCount, tokens, streamed, segmentId, attempts, acquireTime,
				connectionReused, duration, ttfb);
	}

	@Override
	public String type() {
		return "tts_metrics";
	}

}

package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * An interruption of a reply, or the judgement of a model that detects them. The outcome
 * is that of the reply.
 * <p>
 * An application that reports a judgement and also signals the interruption to the reply,
 * by {@code AgentTurn.interrupted}, tells 0 interruptions in the judgement: the signal is
 * told as one already.
 *
 * @param origin where they come from
 * @param source by what the reply was cut off, or {@code null} if unknown
 * @param interruptions how many interruptions were found
 * @param backchannels how many were none: the caller only said that they listen, or an
 * interruption proved false
 * @param requests how many requests to a model that took, where one judges
 * @param totalDuration how long the last of these requests took, there and back
 * @param predictionDuration how long the model itself took
 * @param detectionDelay from where the caller is heard to the decision
 * @param playoutPosition how much of the reply had been played
 * @since 0.1
 */
public record InterruptionMetrics(MetricsOrigin origin, @Nullable String source, int interruptions, int backchannels,
		int requests, OptionalDouble totalDuration, OptionalDouble predictionDuration, OptionalDouble detectionDelay,
		OptionalDouble playoutPosition) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public InterruptionMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireCount(interruptions, "interruptions");
		Figures.requireCount(backchannels, "backchannels");
		Figures.requireCount(requests, "requests");
		Figures.requireSeconds(totalDuration, "totalDuration");
		Figures.requireSeconds(predictionDuration, "predictionDuration");
		Figures.requireSeconds(detectionDelay, "detectionDelay");
		Figures.requireSeconds(playoutPosition, "playoutPosition");
	}

	@Override
	public String type() {
		return "interruption_metrics";
	}

}

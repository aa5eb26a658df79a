package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Figures of the end of a turn of the caller. Delays whose anchors are not known, or
 * contradict each other, are absent. Provider and model are those of the end-of-turn
 * detection; the outcome is that of the turn, not of its detection.
 *
 * @param origin where they come from
 * @param endOfUtteranceDelay end of speech to the decision that the turn is over
 * @param transcriptionDelay end of speech to the last final transcript
 * @param onUserTurnCompletedDelay the application's own work between turn and reply
 * @param detectionDuration how long a model judged whether the turn is over, all of the
 * {@code detectionRequests} together
 * @param detectionRequests how many requests to that model it took
 * @since 0.1
 */
public record EouMetrics(MetricsOrigin origin, OptionalDouble endOfUtteranceDelay, OptionalDouble transcriptionDelay,
		OptionalDouble onUserTurnCompletedDelay, OptionalDouble detectionDuration,
		int detectionRequests) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public EouMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(endOfUtteranceDelay, "endOfUtteranceDelay");
		Figures.requireSeconds(transcriptionDelay, "transcriptionDelay");
		Figures.requireSeconds(onUserTurnCompletedDelay, "onUserTurnCompletedDelay");
		Figures.requireSeconds(detectionDuration, "detectionDuration");
		Figures.requireCount(detectionRequests, "detectionRequests");
	}

	@Override
	public String type() {
		return "eou_metrics";
	}

}

package io.voicetelemetry.sample.agent;

import java.time.Duration;

import io.voicetelemetry.annotation.TracedEndOfTurn;
import io.voicetelemetry.annotation.Transcript;
import io.voicetelemetry.session.EndOfTurnDetection;

import org.springframework.stereotype.Component;

/**
 * Judges whether the caller has finished, by what was said.
 */
@Component
public class EndOfTurnDetector {

	private static final Duration COMPLETE = Duration.ofMillis(50);

	private static final Duration INCOMPLETE = Duration.ofMillis(400);

	/**
	 * Return how long to wait for more before answering.
	 * @param transcript all that was said in this turn
	 * @return the delay, short after a complete sentence
	 */
	@TracedEndOfTurn(provider = "clinic", model = "punctuation")
	public Duration endpointingDelay(@Transcript String transcript) {
		String text = transcript.strip();
		boolean complete = text.endsWith(".") || text.endsWith("!") || text.endsWith("?");
		Duration delay = complete ? COMPLETE : INCOMPLETE;
		EndOfTurnDetection.current().setAttribute("clinic.endpointing_delay", delay.toMillis() / 1000.0);
		return delay;
	}

}

package io.voicetelemetry.recipe;

import java.time.Duration;

import io.voicetelemetry.session.AgentTurn;
import org.jspecify.annotations.Nullable;

/**
 * What plays replies to the caller and knows what they heard: a phone line, a browser.
 */
interface CallerAudio {

	/** Plays a piece of a reply, after what is still to be played. */
	void play(AgentTurn reply, String base64Audio);

	/** That was all of the reply: it is ended when it was played. */
	void finish(AgentTurn reply);

	/**
	 * The caller speaks: what was not played yet never is.
	 * @return how much they heard of the reply that was being played, if one was
	 */
	@Nullable Duration interrupt();

}

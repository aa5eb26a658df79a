package io.voicetelemetry.recipe;

import io.voicetelemetry.session.AgentTurn;

/**
 * What plays replies to the caller and knows what they heard: a phone line, a browser.
 */
interface CallerAudio {

	/** Plays a piece of a reply, after what is still to be played. */
	void play(AgentTurn reply, String base64Audio);

	/** That was all of the reply: it is ended when it was played. */
	void finish(AgentTurn reply);

	/** The caller speaks: what was not played yet never is. */
	void interrupt();

}

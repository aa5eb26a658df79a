package io.voicetelemetry.recipe;

import io.voicetelemetry.session.VoiceSession;

/**
 * Who talks to the caller: your pipeline, or a speech-to-speech model.
 */
interface Conversation {

	/** A frame of what the caller says, many times a second. */
	void hear(String base64Audio);

	/** The caller has hung up. */
	void hungUp();

	/** Takes a call. */
	interface Agent {

		Conversation answer(VoiceSession session, CallerAudio caller);

	}

}

package io.voicetelemetry.test;

/**
 * The emitted names that the checker goes by.
 */
final class VoiceKeys {

	static final String STAGE = "voice.stage";

	static final String OUTCOME = "voice.outcome";

	static final String SPEECH_ID = "voice.speech_id";

	static final String GENERATION_COUNT = "voice.generation_count";

	static final String DROPPED_EVENTS = "voice.dropped_events";

	static final String DISCARDED = "voice.discarded";

	static final String EOU_OUTCOME = "voice.eou.outcome";

	static final String SESSION_ID = "session.id";

	static final String ERROR_TYPE = "error.type";

	/** Span event: one step of a reply. */
	static final String GENERATION_EVENT = "generation";

	/** Span event: a recorded exception. */
	static final String EXCEPTION_EVENT = "exception";

	private VoiceKeys() {
	}

}

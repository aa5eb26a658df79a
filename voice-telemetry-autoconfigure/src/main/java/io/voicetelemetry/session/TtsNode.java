package io.voicetelemetry.session;

import io.opentelemetry.context.Context;

/**
 * The pipeline stage that turns text into speech.
 *
 * @since 0.1
 */
public interface TtsNode extends VoiceSpan {

	/**
	 * The stage in which this thread runs.
	 * @return the stage, or one that does nothing if there is none
	 */
	static TtsNode current() {
		return VoiceContext.nearest(Context.current(), TtsNode.class, NoopHandles.TTS_NODE);
	}

	/**
	 * Begins a speech synthesis.
	 * @return the synthesis
	 */
	SpeechSynthesis startSynthesis();

}

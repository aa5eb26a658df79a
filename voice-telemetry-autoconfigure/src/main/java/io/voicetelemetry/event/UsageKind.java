package io.voicetelemetry.event;

import java.util.Locale;

/**
 * What a model is used for.
 *
 * @since 0.1
 */
public enum UsageKind {

	/**
	 * A language model, speech-to-speech models included.
	 */
	LLM,

	/**
	 * Speech synthesis.
	 */
	TTS,

	/**
	 * Speech recognition.
	 */
	STT,

	/**
	 * Judging whether the caller interrupts.
	 */
	INTERRUPTION,

	/**
	 * Judging whether the caller's turn is over.
	 */
	EOT;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The kind as logs carry it.
	 * @return the kind's name in lower case
	 */
	public String value() {
		return this.value;
	}

}

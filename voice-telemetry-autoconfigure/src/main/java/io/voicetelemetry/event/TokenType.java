package io.voicetelemetry.event;

import java.util.Locale;

/**
 * What tokens are counted apart. All but the first two are parts of the input or of the
 * output, as in the GenAI semantic conventions and in LiveKit Agents.
 *
 * @since 0.1
 */
public enum TokenType {

	/** The prompt, cached tokens included. */
	INPUT,

	/** The completion, reasoning included. */
	OUTPUT,

	/** Input that was read from a cache. */
	CACHED_INPUT,

	/** Input that was written to a cache. */
	CACHE_CREATION_INPUT,

	/** Output that was spent on reasoning. */
	REASONING_OUTPUT,

	/** Input that is audio. */
	INPUT_AUDIO,

	/** Input that is text. */
	INPUT_TEXT,

	/** Input that is images. */
	INPUT_IMAGE,

	/** Input that is audio and was read from a cache. */
	CACHED_INPUT_AUDIO,

	/** Input that is text and was read from a cache. */
	CACHED_INPUT_TEXT,

	/** Input that is images and was read from a cache. */
	CACHED_INPUT_IMAGE,

	/** Output that is audio. */
	OUTPUT_AUDIO,

	/** Output that is text. */
	OUTPUT_TEXT,

	/** Output that is images. */
	OUTPUT_IMAGE;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The type as meters and logs carry it.
	 * @return the type's name in lower case
	 */
	public String value() {
		return this.value;
	}

}

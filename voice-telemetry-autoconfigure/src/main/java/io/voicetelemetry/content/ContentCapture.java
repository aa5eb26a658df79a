package io.voicetelemetry.content;

/**
 * Whether what was said may leave the process ({@code voice.telemetry.content.capture}).
 *
 * @since 0.1
 */
public enum ContentCapture {

	/**
	 * No prompt, transcript, reply, tool argument or result, exception message or stack
	 * trace is recorded.
	 */
	NONE,

	/**
	 * Content is recorded, each text up to the configured length.
	 */
	FULL

}

package io.voicetelemetry.content;

/**
 * Whether the value of an attribute may reveal what was said.
 *
 * @since 0.1
 */
public enum Sensitivity {

	/**
	 * The value never holds anything a caller or a model said.
	 */
	SAFE,

	/**
	 * The value may hold what was said: recorded only when {@link ContentCapture} allows
	 * it.
	 */
	CONTENT

}

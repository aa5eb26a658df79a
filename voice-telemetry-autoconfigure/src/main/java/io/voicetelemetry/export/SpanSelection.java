package io.voicetelemetry.export;

/**
 * Which spans a backend is sent.
 *
 * @since 0.1
 */
public enum SpanSelection {

	/**
	 * Those of this project, and the requests to models and the tool calls of frameworks
	 * that are recognised. What stands between two of them is left out, and the lower one
	 * hangs under the nearest that is sent.
	 */
	VOICE,

	/**
	 * All spans of the application that are sampled.
	 */
	ALL

}

package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * A request that may take several tries. A try gets a span of its own when the
 * application begins one, when there are several, or always with
 * {@code voice.telemetry.attempt-spans=always}.
 *
 * @since 0.1
 */
public interface RetriedRequest extends VoiceSpan {

	/**
	 * Begins a try that the application makes itself.
	 * @return the try
	 */
	VoiceSpan startAttempt();

	/**
	 * Signals that something around the application began a try: a retrying interceptor,
	 * say.
	 * @return the span in which the try runs: its own, or this as long as it is the only
	 * one
	 */
	VoiceSpan attemptStarted();

	/**
	 * Signals that the try that was signalled last has ended.
	 * @param error why it failed, or {@code null} if it did not
	 */
	void attemptEnded(@Nullable Throwable error);

}

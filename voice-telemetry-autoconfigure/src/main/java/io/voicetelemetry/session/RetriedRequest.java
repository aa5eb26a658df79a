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
	 * Begins a try that the application makes itself, of another model than the request
	 * says: a fallback.
	 * @param provider who is asked; {@code null} is who the request says
	 * @param model the model that is asked for; {@code null} is what the request says
	 * @return the try
	 */
	VoiceSpan startAttempt(@Nullable String provider, @Nullable String model);

	/**
	 * Signals that something around the application began a try: a retrying interceptor,
	 * say.
	 * @return the span in which the try runs: its own, or this as long as it is the only
	 * one
	 */
	VoiceSpan attemptStarted();

	/**
	 * Signals that a try of another model than the request says has begun: a fallback. It
	 * ends like any other.
	 * @param provider who is asked; {@code null} is who the request says
	 * @param model the model that is asked for; {@code null} is what the request says
	 * @return the span in which the try runs: its own, or this as long as it is the only
	 * one
	 */
	VoiceSpan attemptStarted(@Nullable String provider, @Nullable String model);

	/**
	 * Signals that the try that was signalled last has ended.
	 * @param error why it failed, or {@code null} if it did not
	 */
	void attemptEnded(@Nullable Throwable error);

}

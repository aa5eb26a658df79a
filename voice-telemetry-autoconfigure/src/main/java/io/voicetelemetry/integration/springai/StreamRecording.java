package io.voicetelemetry.integration.springai;

import io.voicetelemetry.session.VoiceSpan;

/**
 * What is recorded of one subscription to a stream. Nothing here throws.
 *
 * @param <T> the type of the pieces
 */
interface StreamRecording<T> {

	/**
	 * The span in which the stream is subscribed to.
	 */
	VoiceSpan span();

	/**
	 * Called right before the stream is subscribed to, on the same thread.
	 */
	default void subscribing() {
	}

	/**
	 * Called when the stream has been subscribed to, on the same thread.
	 */
	default void subscribed() {
	}

	void next(T piece);

	void completed();

	void failed(Throwable error);

	void cancelled();

}

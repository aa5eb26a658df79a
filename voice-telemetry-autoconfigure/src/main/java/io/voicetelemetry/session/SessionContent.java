package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * What a call began and ended with: the first thing the caller said, and the last reply.
 * There is nothing in it where content is not captured. Thread-safe.
 */
final class SessionContent {

	private @Nullable TranscriptText first;

	private @Nullable TranscriptText last;

	/**
	 * Told what the caller says, which may not be all of it yet.
	 */
	synchronized void callerSaid(TranscriptText text) {
		if (this.first == null || this.first.isEmpty()) {
			this.first = text;
		}
	}

	/**
	 * Told what was generated for a reply that is over.
	 */
	synchronized void replied(TranscriptText reply) {
		this.last = reply;
	}

	synchronized void clear() {
		this.first = null;
		this.last = null;
	}

	/**
	 * Puts it on the session's span.
	 */
	void put(SpanContent content) {
		TranscriptText first;
		TranscriptText last;
		synchronized (this) {
			first = this.first;
			last = this.last;
		}
		content.putMessageIfAbsent(TelemetryAttributes.INPUT_MESSAGES, "user", first);
		content.putMessageIfAbsent(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", last);
	}

}

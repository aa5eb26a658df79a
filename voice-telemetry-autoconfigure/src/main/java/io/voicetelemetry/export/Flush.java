package io.voicetelemetry.export;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody waits until what is there now was delivered. Used by the thread of the
 * pipeline, but for the result.
 */
final class Flush {

	private final String backend;

	private final long deadline;

	private final CompletableFuture<FlushResult> result = new CompletableFuture<>();

	private long upTo = -1;

	private long waiting;

	private long delivered;

	private long dropped;

	Flush(String backend, long deadline) {
		this.backend = backend;
		this.deadline = deadline;
	}

	/**
	 * Begins to wait.
	 * @param upTo the number of the latest batch that is waited for
	 * @param waiting how many spans are not settled yet
	 */
	void begin(long upTo, long waiting) {
		this.upTo = upTo;
		this.waiting = waiting;
	}

	void settled(Batch batch, long delivered, long dropped) {
		if (batch.sequence <= this.upTo) {
			this.delivered += delivered;
			this.dropped += dropped;
			this.waiting -= batch.spans;
		}
	}

	boolean isOver(long now) {
		return this.waiting <= 0 || now - this.deadline >= 0;
	}

	long deadline() {
		return this.deadline;
	}

	void answer() {
		this.result.complete(new FlushResult(this.backend, this.delivered, this.dropped, Math.max(0, this.waiting)));
	}

	CompletableFuture<FlushResult> result() {
		return this.result;
	}

}

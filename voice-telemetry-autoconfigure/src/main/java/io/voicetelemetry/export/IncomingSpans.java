package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spans that have ended and are not encoded yet. Any thread may add without ever waiting;
 * one takes. If more comes than can be encoded, the oldest goes.
 */
final class IncomingSpans {

	/** As many as OpenTelemetry's batch processor sends at once. */
	static final int FULL_BATCH = 512;

	private static final long FULL_BATCH_BYTES = 1 << 20;

	private final Queue<EndedSpan> spans = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private final long fullBytes;

	private volatile long maxBytes;

	IncomingSpans(long maxBytes) {
		this.maxBytes = maxBytes;
		this.fullBytes = Math.min(FULL_BATCH_BYTES, maxBytes / 32);
	}

	/**
	 * Sets how much may be here.
	 */
	void limit(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds a span.
	 * @return how many had to go for it
	 */
	int add(EndedSpan span) {
		this.spans.add(span);
		this.count.incrementAndGet();
		long waiting = this.bytes.addAndGet(span.bytes());
		int gone = 0;
		while (waiting > this.maxBytes) {
			EndedSpan oldest = this.spans.poll();
			if (oldest == null) {
				break;
			}
			this.count.decrementAndGet();
			waiting = this.bytes.addAndGet(-oldest.bytes());
			gone++;
		}
		return gone;
	}

	/**
	 * Takes what makes up a batch, or less if there is not so much.
	 */
	List<EndedSpan> take() {
		List<EndedSpan> taken = new ArrayList<>(Math.min(FULL_BATCH, Math.max(0, this.count.get())));
		long takenBytes = 0;
		while (taken.size() < FULL_BATCH && takenBytes < this.fullBytes) {
			EndedSpan span = this.spans.poll();
			if (span == null) {
				break;
			}
			taken.add(span);
			takenBytes += span.bytes();
		}
		this.count.addAndGet(-taken.size());
		this.bytes.addAndGet(-takenBytes);
		return taken;
	}

	/**
	 * Whether there is a full batch.
	 */
	boolean isFull() {
		return this.count.get() >= FULL_BATCH || this.bytes.get() >= this.fullBytes;
	}

	boolean isEmpty() {
		return this.spans.isEmpty();
	}

	int size() {
		return this.count.get();
	}

	long bytes() {
		return this.bytes.get();
	}

}

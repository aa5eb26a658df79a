package io.voicetelemetry.export;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.voicetelemetry.spool.SpoolRecord;

/**
 * Makes batches of spans that have ended. Used by the thread of the pipeline alone.
 */
final class Intake {

	private final IncomingSpans incoming;

	private final RequestFactory requests;

	private final DeliveryAccount account;

	private final DeliveryLog log;

	private final LongSupplier nanoTime;

	private final long maxAge;

	private long sequence;

	Intake(IncomingSpans incoming, RequestFactory requests, DeliveryAccount account, DeliveryLog log,
			LongSupplier nanoTime, long maxAge) {
		this.incoming = incoming;
		this.requests = requests;
		this.account = account;
		this.log = log;
		this.nanoTime = nanoTime;
		this.maxAge = maxAge;
	}

	/**
	 * Takes what would go into one batch.
	 * @return the spans, none if there is nothing
	 */
	List<EndedSpan> take() {
		return this.incoming.take();
	}

	/**
	 * Makes a batch of spans, or several.
	 */
	List<Batch> encode(List<EndedSpan> spans) {
		if (spans.isEmpty()) {
			return List.of();
		}
		try {
			return this.requests.create(spans)
				.stream()
				.map((request) -> batch(request.bytes(), request.spans()))
				.toList();
		}
		catch (Throwable ex) {
			this.log.unexpected(this.nanoTime.getAsLong(), "Encoding spans", ex);
			if (spans.size() == 1) {
				this.account.dropped(DropReason.FAILED, 1);
				this.log.dropped(this.nanoTime.getAsLong(), DropReason.FAILED, 1);
				return List.of();
			}
			// One of them is to blame, the others shall not pay for it.
			return spans.stream().flatMap((span) -> encode(List.of(span)).stream()).toList();
		}
	}

	/**
	 * A batch that is the latest so far.
	 */
	Batch batch(byte[] request, int spans) {
		return new Batch(++this.sequence, spans, this.nanoTime.getAsLong() + this.maxAge, System.currentTimeMillis(),
				request);
	}

	/**
	 * A batch that an earlier process has left.
	 */
	Batch batch(SpoolRecord stored) {
		long age = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - stored.createdEpochMillis());
		Batch batch = new Batch(++this.sequence, stored.spans(), this.nanoTime.getAsLong() + this.maxAge - age,
				stored.createdEpochMillis(), null);
		batch.stored = stored;
		return batch;
	}

	/**
	 * Whether there is something to take.
	 * @param full whether it must be a full batch
	 */
	boolean isReady(boolean full) {
		return full ? this.incoming.isFull() : !this.incoming.isEmpty();
	}

	/**
	 * Sets how much memory may be taken by what has not been encoded.
	 */
	void limit(long maxBytes) {
		this.incoming.limit(Math.max(0, maxBytes));
	}

	void close() {
		this.requests.close();
	}

	/**
	 * The number of the latest batch.
	 */
	long sequence() {
		return this.sequence;
	}

}

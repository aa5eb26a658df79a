package io.voicetelemetry.export;

import java.util.List;
import java.util.function.LongSupplier;

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
	 * Makes a batch or several of what would go into one.
	 * @return the batches, none if there is nothing
	 */
	List<Batch> take() {
		List<EndedSpan> spans = this.incoming.take();
		return spans.isEmpty() ? List.of() : encode(spans);
	}

	private List<Batch> encode(List<EndedSpan> spans) {
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
		return new Batch(++this.sequence, spans, this.nanoTime.getAsLong() + this.maxAge, request);
	}

	/**
	 * Whether there is something to take.
	 * @param full whether it must be a full batch
	 */
	boolean isReady(boolean full) {
		return full ? this.incoming.isFull() : !this.incoming.isEmpty();
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

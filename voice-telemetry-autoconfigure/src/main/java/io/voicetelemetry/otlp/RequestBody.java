package io.voicetelemetry.otlp;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request as the JDK's client sends it: the client's own publisher copies it first, and
 * hands it over in parts so small that changing threads for each takes longer than
 * sending it.
 */
final class RequestBody implements BodyPublisher {

	/** What a socket takes at once, as a rule. What it does not is copied again. */
	private static final int PART = 1 << 16;

	private final byte[] request;

	RequestBody(byte[] request) {
		this.request = request;
	}

	@Override
	public long contentLength() {
		return this.request.length;
	}

	@Override
	public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
		subscriber.onSubscribe(new Parts(this.request, subscriber));
	}

	/**
	 * Whoever asks for parts while none are handed over hands them over.
	 */
	private static final class Parts implements Subscription {

		private final byte[] request;

		private final Subscriber<? super ByteBuffer> subscriber;

		private final AtomicLong wanted = new AtomicLong();

		/** Of whoever hands over. */
		private int position;

		private volatile boolean over;

		Parts(byte[] request, Subscriber<? super ByteBuffer> subscriber) {
			this.request = request;
			this.subscriber = subscriber;
		}

		@Override
		public void request(long number) {
			if (this.over) {
				return;
			}
			if (number <= 0) {
				this.over = true;
				this.subscriber.onError(new IllegalArgumentException("As many as " + number));
			}
			else if (this.wanted.getAndAccumulate(number, Parts::sum) == 0) {
				do {
					handOver();
				}
				while (!this.over && this.wanted.decrementAndGet() > 0);
			}
		}

		private static long sum(long some, long more) {
			return (some + more < 0) ? Long.MAX_VALUE : some + more;
		}

		private void handOver() {
			if (this.over) {
				return;
			}
			int length = Math.min(PART, this.request.length - this.position);
			int start = this.position;
			this.position += length;
			if (length > 0) {
				this.subscriber.onNext(ByteBuffer.wrap(this.request, start, length).slice().asReadOnlyBuffer());
			}
			if (this.position == this.request.length && !this.over) {
				this.over = true;
				this.subscriber.onComplete();
			}
		}

		@Override
		public void cancel() {
			this.over = true;
		}

	}

}

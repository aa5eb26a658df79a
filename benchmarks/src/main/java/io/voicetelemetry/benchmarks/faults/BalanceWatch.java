package io.voicetelemetry.benchmarks.faults;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Looks all the time whether the numbers add up: every span that was accepted is
 * delivered, dropped or queued, none is accepted that did not end, and none is delivered
 * that the receiver does not have.
 */
final class BalanceWatch implements AutoCloseable {

	private static final int INTERVAL_MILLIS = 20;

	private final SpanDelivery delivery;

	private final EndedSpans ended;

	private final HostileReceiver receiver;

	private final AtomicLong looks = new AtomicLong();

	private final AtomicLong mostBytes = new AtomicLong();

	private final AtomicLong mostQueued = new AtomicLong();

	private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();

	private final Thread thread = new Thread(this::watch, "balance-watch");

	private volatile boolean stopped;

	BalanceWatch(SpanDelivery delivery, EndedSpans ended, HostileReceiver receiver) {
		this.delivery = delivery;
		this.ended = ended;
		this.receiver = receiver;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void watch() {
		try {
			while (!this.stopped) {
				look();
				Thread.sleep(INTERVAL_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void look() {
		for (Map.Entry<String, SpanDelivery.Counts> each : this.delivery.counts().entrySet()) {
			SpanDelivery.Counts counts = each.getValue();
			this.mostBytes.accumulateAndGet(counts.queuedBytes(), Math::max);
			this.mostQueued.accumulateAndGet(counts.queued(), Math::max);
			this.looks.incrementAndGet();
			// what is compared with was counted before, so it can only be ahead
			long produced = this.ended.count();
			long received = this.receiver.spans().distinct();
			if (!counts.isBalanced() || counts.queued() < 0 || counts.accepted() > produced
					|| counts.delivered() > received) {
				this.wrong.compareAndSet(null, counts + ", produced " + produced + ", received " + received);
			}
		}
	}

	long mostBytes() {
		return this.mostBytes.get();
	}

	long mostQueued() {
		return this.mostQueued.get();
	}

	/**
	 * Stops looking, and says what was seen.
	 */
	Check result() {
		close();
		look();
		String wrong = this.wrong.get();
		SpanDelivery.Counts last = this.delivery.counts().values().iterator().next();
		boolean complete = last.accepted() == this.ended.count();
		return Check.of("accepted = delivered + dropped + queued, always", wrong == null && complete,
				(wrong != null) ? wrong : "in all %d samples; at the end %d = %d + %d + %d, of %d produced",
				this.looks.get(), last.accepted(), last.delivered(), last.droppedInAll(), last.queued(),
				this.ended.count());
	}

	@Override
	public void close() {
		this.stopped = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

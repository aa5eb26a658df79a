package io.voicetelemetry.session;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which listeners and callbacks of the application run, so that one that
 * throws or blocks harms no call. There are none while there is nothing to tell.
 */
final class ListenerThreads {

	/** So many listeners can hang before the others have to wait. */
	private static final int MAX = 16;

	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** More than ever wait: each listener has a bound. */
	private static final long TELLING = 1L << 48;

	private static final long CLOSED = Long.MIN_VALUE;

	private final ThreadPoolExecutor executor;

	private final Refusals refusals;

	/**
	 * How much was accepted that no listener has got yet, how many listeners are being
	 * told something, in units of {@link #TELLING}, and whether it is too late, by
	 * {@link #CLOSED}. In one, so that each message is either told or counted.
	 */
	private final AtomicLong state = new AtomicLong();

	ListenerThreads(Refusals refusals) {
		this.refusals = refusals;
		this.executor = new ThreadPoolExecutor(MAX, MAX, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "voice-telemetry-listeners");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
	}

	Refusals refusals() {
		return this.refusals;
	}

	/**
	 * Has a queue told.
	 * @return whether it will be
	 */
	boolean run(Runnable queue) {
		try {
			this.executor.execute(queue);
			return true;
		}
		catch (Throwable ex) {
			if (!this.executor.isShutdown()) {
				// No thread is to be had, say.
				this.refusals.count(RefusalReason.INTERNAL_ERROR, "Telling a listener", ex);
			}
			return false;
		}
	}

	/**
	 * Takes in something that is to be told: either a listener gets it, or it is counted.
	 * @return whether it is not too late
	 */
	boolean accept() {
		return changeUnlessClosed(1);
	}

	/**
	 * Has a listener get something that was accepted.
	 * @return whether it is not too late: it is counted as missed then
	 */
	boolean begin() {
		return changeUnlessClosed(TELLING - 1);
	}

	private boolean changeUnlessClosed(long change) {
		long before;
		do {
			before = this.state.get();
			if (before < 0) {
				return false;
			}
		}
		while (!this.state.compareAndSet(before, before + change));
		return true;
	}

	void told() {
		this.state.addAndGet(-TELLING);
	}

	/**
	 * Waits, for a short while, for what is still to be told.
	 */
	void close() {
		long deadline = System.nanoTime() + CLOSE_NANOS;
		try {
			while (this.state.get() > 0 && System.nanoTime() < deadline) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		long last = this.state.getAndUpdate((state) -> state | CLOSED);
		for (long missed = (last < 0) ? 0 : last % TELLING; missed > 0; missed--) {
			this.refusals.count(RefusalReason.CALLBACK_OVERFLOW);
		}
		this.executor.shutdownNow();
	}

}

package io.voicetelemetry.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which listeners and callbacks of the application run, so that one that
 * throws or blocks harms no call: each listener to all calls has one of its own, so that
 * nobody can hold it up but itself; the listeners of sessions share some, and so do
 * callbacks, since there may be any number of them. There are none while there is nothing
 * to tell.
 */
final class ListenerThreads {

	/** So many listeners of sessions can hang before the others of them have to wait. */
	private static final int OF_SESSIONS = 16;

	/** So many callbacks can hang before the others have to wait. */
	private static final int OF_CALLBACKS = 8;

	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** More than ever wait: each listener has a bound. */
	private static final long TELLING = 1L << 48;

	private static final long CLOSED = Long.MIN_VALUE;

	private final Refusals refusals;

	private final List<ExecutorService> all = new CopyOnWriteArrayList<>();

	private final ExecutorService ofSessions;

	private final ExecutorService ofCallbacks;

	/**
	 * How much was accepted that no listener has got yet, how many listeners are being
	 * told something, in units of {@link #TELLING}, and whether it is too late, by
	 * {@link #CLOSED}. In one, so that each message is either told or counted.
	 */
	private final AtomicLong state = new AtomicLong();

	ListenerThreads(Refusals refusals) {
		this.refusals = refusals;
		this.ofSessions = threads(OF_SESSIONS);
		this.ofCallbacks = threads(OF_CALLBACKS);
	}

	private ExecutorService threads(int max) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(max, max, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "voice-telemetry-listeners");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		this.all.add(executor);
		if (this.state.get() < 0) {
			// Whoever closed the others may have missed this one.
			executor.shutdownNow();
		}
		return executor;
	}

	Refusals refusals() {
		return this.refusals;
	}

	/**
	 * The threads that the listeners of sessions share.
	 */
	ExecutorService ofSessions() {
		return this.ofSessions;
	}

	/**
	 * The threads that callbacks share.
	 */
	ExecutorService ofCallbacks() {
		return this.ofCallbacks;
	}

	/**
	 * A new thread for one listener alone.
	 */
	ExecutorService ofOneListener() {
		return threads(1);
	}

	/**
	 * Has a queue told.
	 * @param executor by which threads
	 * @param queue the queue
	 * @return whether it will be
	 */
	boolean run(ExecutorService executor, Runnable queue) {
		try {
			executor.execute(queue);
			return true;
		}
		catch (Throwable ex) {
			if (!executor.isShutdown()) {
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
			this.refusals.count(RefusalReason.CALLBACK_OVERFLOW, "Telling listeners what was left at the end", null);
		}
		this.all.forEach(ExecutorService::shutdownNow);
	}

}

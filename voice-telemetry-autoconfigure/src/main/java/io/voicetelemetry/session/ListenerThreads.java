package io.voicetelemetry.session;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which listeners and callbacks of the application run, so that one that
 * throws or blocks harms no call. There are none while there is nothing to tell.
 */
final class ListenerThreads {

	/** So many listeners can hang before the others have to wait. */
	private static final int MAX = 16;

	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final ThreadPoolExecutor executor;

	private final Refusals refusals;

	/** What was accepted and not told yet, guarded by this. */
	private int untold;

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

	synchronized void accepted() {
		this.untold++;
	}

	synchronized void told() {
		this.untold--;
		if (this.untold == 0) {
			notifyAll();
		}
	}

	/**
	 * Waits, for a short while, for what is still to be told.
	 */
	void close() {
		int missed;
		synchronized (this) {
			long deadline = System.nanoTime() + CLOSE_NANOS;
			try {
				for (long left = CLOSE_NANOS; this.untold > 0 && left > 0; left = deadline - System.nanoTime()) {
					TimeUnit.NANOSECONDS.timedWait(this, left);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			missed = this.untold;
		}
		for (int i = 0; i < missed; i++) {
			this.refusals.count(RefusalReason.CALLBACK_OVERFLOW);
		}
		this.executor.shutdownNow();
	}

}

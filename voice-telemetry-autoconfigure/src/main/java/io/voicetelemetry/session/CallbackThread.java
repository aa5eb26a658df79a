package io.voicetelemetry.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which callbacks of the application run, one after the other, so that
 * one that throws or blocks harms no call. There is no thread while there is nothing to
 * run.
 */
final class CallbackThread {

	private static final int CAPACITY = 1024;

	private static final long CLOSE_SECONDS = 2;

	private final Refusals refusals;

	private final ThreadPoolExecutor executor;

	CallbackThread(Refusals refusals) {
		this.refusals = refusals;
		this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CAPACITY),
				(task) -> {
					Thread thread = new Thread(task, "voice-telemetry-callbacks");
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	void run(Runnable callback) {
		try {
			this.executor.execute(() -> {
				try {
					callback.run();
				}
				catch (Throwable ex) {
					this.refusals.count(RefusalReason.USER_CODE_FAILED, "A callback at the end of a session", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.refusals.count(RefusalReason.CALLBACK_OVERFLOW);
		}
		catch (Throwable ex) {
			// No thread is to be had, say.
			this.refusals.count(RefusalReason.INTERNAL_ERROR, "Running a callback at the end of a session", ex);
		}
	}

	/**
	 * Waits, for a short while, for what is still to be run.
	 */
	void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.executor.shutdownNow().forEach((missed) -> this.refusals.count(RefusalReason.CALLBACK_OVERFLOW));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

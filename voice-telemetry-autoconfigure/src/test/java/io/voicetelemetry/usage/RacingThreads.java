package io.voicetelemetry.usage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two threads that do the same step at the same moment, again and again. They wait for
 * each other without sleeping: who has to be woken up is too late for a race.
 */
final class RacingThreads {

	private static final int SPINS = 1000;

	private RacingThreads() {
	}

	/**
	 * Lets both threads do each of the steps.
	 */
	static void race(int steps, Step step) throws Exception {
		AtomicInteger arrived = new AtomicInteger();
		ExecutorService pool = Executors.newFixedThreadPool(2);
		try {
			CompletableFuture<?> first = CompletableFuture.runAsync(() -> run(0, steps, step, arrived), pool);
			CompletableFuture<?> second = CompletableFuture.runAsync(() -> run(1, steps, step, arrived), pool);
			CompletableFuture.allOf(first, second).get(50, TimeUnit.SECONDS);
		}
		finally {
			pool.shutdownNow();
		}
	}

	private static void run(int thread, int steps, Step step, AtomicInteger arrived) {
		for (int i = 0; i < steps; i++) {
			arrived.incrementAndGet();
			int both = 2 * (i + 1);
			for (int spins = 0; arrived.get() < both && !Thread.currentThread().isInterrupted(); spins++) {
				if (spins < SPINS) {
					Thread.onSpinWait();
				}
				else {
					Thread.yield();
				}
			}
			step.run(thread, i);
		}
	}

	interface Step {

		void run(int thread, int step);

	}

}

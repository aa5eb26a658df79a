package io.voicetelemetry.session;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a thread is woken to tell a listener.
 */
class ListenerQueueTests {

	private final ListenerThreads threads = new ListenerThreads(new Refusals());

	private final Counting executor = new Counting(this.threads.ofOneListener());

	private final List<Object> told = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void aThreadThatLingersIsNotWokenAgain() {
		ListenerQueue queue = queue(TimeUnit.SECONDS.toNanos(3));
		for (int i = 1; i <= 3; i++) {
			queue.add(i);
		}
		awaitTold(3);
		queue.add(4);
		awaitTold(4);
		assertThat(this.executor.runs).hasValue(1);
		assertThat(this.told).containsExactly(1, 2, 3, 4);
	}

	@Test
	void aThreadThatOthersWaitForRestsAtOnce() {
		ListenerQueue queue = queue(0);
		queue.add(1);
		awaitTold(1);
		this.executor.awaitRest();
		queue.add(2);
		awaitTold(2);
		assertThat(this.executor.runs).hasValue(2);
	}

	@Test
	void whatComesWhenTheThreadHasLingeredIsTold() {
		ListenerQueue queue = queue(1);
		for (int i = 1; i <= 3; i++) {
			queue.add(i);
			awaitTold(i);
			this.executor.awaitRest();
		}
		assertThat(this.executor.runs).hasValue(3);
	}

	@Test
	void whatComesWhileTheThreadLingersIsToldOrCountedAtTheEnd() {
		ListenerQueue queue = queue(TimeUnit.MILLISECONDS.toNanos(300));
		queue.add("first");
		awaitTold(1);
		queue.add("while it lingers");
		this.threads.close();
		queue.add("too late");
		assertThat(this.told).containsExactly("first", "while it lingers");
		assertThat(this.threads.refusals().snapshot()).containsEntry(RefusalReason.CALLBACK_OVERFLOW, 1L);
	}

	private ListenerQueue queue(long lingerNanos) {
		return new ListenerQueue(this.threads, this.executor, 1000, "a listener", this.told::add, lingerNanos);
	}

	private void awaitTold(int count) {
		Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(this.told).hasSize(count));
	}

	/**
	 * Counts what a thread is woken for.
	 */
	private static final class Counting extends AbstractExecutorService {

		private final ExecutorService threads;

		private final AtomicInteger runs = new AtomicInteger();

		private final AtomicInteger rests = new AtomicInteger();

		Counting(ExecutorService threads) {
			this.threads = threads;
		}

		@Override
		public void execute(Runnable command) {
			this.runs.incrementAndGet();
			this.threads.execute(() -> {
				command.run();
				this.rests.incrementAndGet();
			});
		}

		void awaitRest() {
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(this.rests).hasValue(this.runs.get()));
		}

		@Override
		public void shutdown() {
			this.threads.shutdown();
		}

		@Override
		public List<Runnable> shutdownNow() {
			return this.threads.shutdownNow();
		}

		@Override
		public boolean isShutdown() {
			return this.threads.isShutdown();
		}

		@Override
		public boolean isTerminated() {
			return this.threads.isTerminated();
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
			return this.threads.awaitTermination(timeout, unit);
		}

	}

}

package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The threads calls are worked on, whose work waits when a test says so: what comes in
 * meanwhile comes in time, however slow the test is.
 */
class HeldExecutor extends ThreadPoolExecutor {

	private final List<Runnable> held = new ArrayList<>();

	private boolean holding;

	HeldExecutor() {
		super(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads());
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("call-");
		threads.setDaemon(true);
		return threads;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.held) {
			if (this.holding) {
				this.held.add(task);
				this.held.notifyAll();
				return;
			}
		}
		super.execute(task);
	}

	void hold() {
		synchronized (this.held) {
			this.holding = true;
		}
	}

	void awaitHeld(int count) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		synchronized (this.held) {
			while (this.held.size() < count && System.nanoTime() < deadline) {
				TimeUnit.MILLISECONDS.timedWait(this.held, 100);
			}
			assertThat(this.held).hasSize(count);
		}
	}

	void release() {
		List<Runnable> released;
		synchronized (this.held) {
			this.holding = false;
			released = List.copyOf(this.held);
			this.held.clear();
		}
		released.forEach(super::execute);
	}

}

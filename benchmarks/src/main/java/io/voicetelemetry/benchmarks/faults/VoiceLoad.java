package io.voicetelemetry.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Concurrent calls, each of which exchanges a question and a reply at a steady pace, on a
 * few application threads. The time that the threads spend in the telemetry is measured.
 */
public final class VoiceLoad implements AutoCloseable {

	private static final int THREADS = 4;

	private final List<Thread> threads = new ArrayList<>();

	private final List<List<SimulatedCall>> calls = new ArrayList<>();

	private volatile CallTimes times = new CallTimes();

	private volatile boolean stopped;

	private VoiceLoad(VoiceTelemetry telemetry, int sessions, double spansPerSecond, long seed) {
		Random random = new Random(seed);
		long periodNanos = (long) (TimeUnit.SECONDS.toNanos(1) * sessions * SimulatedCall.SPANS / spansPerSecond);
		for (int number = 0; number < THREADS; number++) {
			List<SimulatedCall> own = new ArrayList<>();
			for (int session = number; session < sessions; session += THREADS) {
				own.add(new SimulatedCall(telemetry, random.nextLong()));
			}
			this.calls.add(own);
			Thread thread = new Thread(() -> exchange(own, periodNanos), "application-" + number);
			thread.setDaemon(true);
			this.threads.add(thread);
		}
	}

	/**
	 * A load, to be started.
	 * @param sessions how many are open at a time
	 * @param spansPerSecond how many spans they make together
	 */
	public static VoiceLoad of(VoiceTelemetry telemetry, int sessions, double spansPerSecond, long seed) {
		return new VoiceLoad(telemetry, sessions, spansPerSecond, seed);
	}

	/**
	 * Begins.
	 */
	public void start() {
		this.threads.forEach(Thread::start);
	}

	/**
	 * Begins to measure anew.
	 * @return the times from now on
	 */
	public CallTimes measure() {
		return measure(new CallTimes());
	}

	/**
	 * Goes on with times that were measured before.
	 */
	CallTimes measure(CallTimes times) {
		this.times = times;
		return times;
	}

	private void exchange(List<SimulatedCall> own, long periodNanos) {
		if (own.isEmpty()) {
			return;
		}
		long start = System.nanoTime();
		for (long number = 0; !this.stopped; number++) {
			long due = start + number * periodNanos / own.size();
			for (long left = due - System.nanoTime(); left > 0 && !this.stopped; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			if (!this.stopped) {
				own.get((int) (number % own.size())).exchange(this.times);
			}
		}
	}

	/**
	 * Stops after the exchanges that are under way, and leaves the calls open.
	 */
	public void stop() {
		this.stopped = true;
		try {
			for (Thread thread : this.threads) {
				thread.join(TimeUnit.SECONDS.toMillis(60));
				if (thread.isAlive()) {
					throw new IllegalStateException(thread + " is blocked");
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stops, and ends all calls.
	 */
	@Override
	public void close() {
		stop();
		this.calls.forEach((own) -> own.forEach(SimulatedCall::hangUp));
	}

}

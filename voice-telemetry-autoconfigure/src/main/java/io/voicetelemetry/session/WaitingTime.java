package io.voicetelemetry.session;

import java.util.concurrent.TimeUnit;

/**
 * How long who ends sessions waits for others who are just telling a result. Sessions
 * that end one after the other share one: however many tellers hang, it takes no longer.
 * Only waiting and what is read meanwhile counts, not ending. Not thread-safe.
 */
final class WaitingTime {

	private long leftNanos = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * Until when to wait, by {@link System#nanoTime}.
	 */
	long deadline() {
		return System.nanoTime() + this.leftNanos;
	}

	/**
	 * Told that waiting until a deadline is over.
	 */
	void over(long deadline) {
		this.leftNanos = deadline - System.nanoTime();
	}

}

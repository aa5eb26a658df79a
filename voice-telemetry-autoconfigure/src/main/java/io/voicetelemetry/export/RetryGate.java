package io.voicetelemetry.export;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * When the next request may be sent. While all is well, several may be under way; after a
 * failure, one is, and the wait before it grows. The wait is a matter of chance, so that
 * many clients do not come back at the same moment. Not thread-safe.
 */
final class RetryGate {

	private static final int MAX_UNDER_WAY = 8;

	private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();

	private static final long LONGEST_WAIT = Duration.ofSeconds(10).toNanos();

	/** While somebody has to mend something. */
	private static final long LONGEST_WAIT_REFUSED = Duration.ofSeconds(30).toNanos();

	/** However long a backend, or what answers in its place, wants to be left alone. */
	private static final long LONGEST_WAIT_ASKED_FOR = Duration.ofMinutes(5).toNanos();

	private final RandomGenerator random;

	private int failures;

	private long nextAttempt;

	private long lastFailure;

	/** Whether the backend wants to be left alone until the next attempt. */
	private boolean asked;

	RetryGate(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * Whether another request may be sent.
	 */
	boolean isOpen(long now, int underWay) {
		return (this.failures == 0) ? underWay < MAX_UNDER_WAY : underWay == 0 && now - this.nextAttempt >= 0;
	}

	/**
	 * A request was taken. If it was under way already when the backend asked to be left
	 * alone, that still holds.
	 * @return whether requests were failing until now
	 */
	boolean succeeded(long now) {
		boolean recovered = this.failures > 0 && (!this.asked || now - this.nextAttempt >= 0);
		if (recovered) {
			this.failures = 0;
			this.asked = false;
		}
		return recovered;
	}

	/**
	 * A request has failed for a reason that is the backend's.
	 * @param refused whether somebody has to mend something
	 * @param asked how long the backend wants to be left alone, if it says so
	 */
	void failed(long now, boolean refused, @Nullable Duration asked) {
		// Of requests that were under way together, the first says it all.
		if (this.failures == 0 || now - this.nextAttempt >= 0) {
			this.failures++;
			this.nextAttempt = now + wait(this.failures, refused ? LONGEST_WAIT_REFUSED : LONGEST_WAIT);
			this.lastFailure = now;
		}
		if (asked != null) {
			this.asked = true;
			long wait = asked.compareTo(Duration.ofNanos(LONGEST_WAIT_ASKED_FOR)) < 0 ? asked.toNanos()
					: LONGEST_WAIT_ASKED_FOR;
			this.nextAttempt = Math.max(this.nextAttempt, now + wait + (long) (wait * 0.3 * this.random.nextDouble()));
		}
	}

	/**
	 * How long a batch waits that was sent in vain.
	 * @param attempts how often
	 */
	long waitAfter(int attempts) {
		return wait(attempts, LONGEST_WAIT);
	}

	private long wait(int failures, long longest) {
		long wait = Math.min(FIRST_WAIT << Math.min(failures - 1, 10), longest);
		return wait / 2 + (long) (wait / 2.0 * this.random.nextDouble());
	}

	/**
	 * Lets a request pass now, unless one has failed in the last second: when somebody
	 * waits for it, or the application stops. If the backend wants to be left alone it
	 * is, as long as there is a later moment.
	 * @param last whether there is none
	 */
	void hurry(long now, boolean last) {
		if (this.failures > 0 && (last || !this.asked)) {
			this.asked = false;
			this.nextAttempt = Math.max(now, this.lastFailure + FIRST_WAIT);
		}
	}

	/**
	 * When the next request may be sent.
	 */
	long nextAttempt() {
		return this.nextAttempt;
	}

	boolean isFailing() {
		return this.failures > 0;
	}

}

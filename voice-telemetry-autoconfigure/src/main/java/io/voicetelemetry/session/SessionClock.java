package io.voicetelemetry.session;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The one clock of a session, or of what is outside any: wall time read once, monotonic
 * from then on, so that no jump of the system's clock can make a negative duration.
 */
final class SessionClock {

	private final TimeSource time;

	private final long readNanos;

	private final long offset;

	SessionClock(TimeSource time) {
		this.time = time;
		this.readNanos = time.epochNanos();
		this.offset = this.readNanos - time.nanoTime();
	}

	/**
	 * When the wall time was read.
	 */
	long readNanos() {
		return this.readNanos;
	}

	long nowNanos() {
		return this.offset + this.time.nanoTime();
	}

	static long toEpochNanos(Instant instant) {
		long seconds = instant.getEpochSecond();
		// Outside of these the nanoseconds would overflow: the years 1677 and 2262.
		if (seconds < Long.MIN_VALUE / 1_000_000_000 + 1) {
			return Long.MIN_VALUE;
		}
		if (seconds > Long.MAX_VALUE / 1_000_000_000 - 1) {
			return Long.MAX_VALUE;
		}
		return TimeUnit.SECONDS.toNanos(seconds) + instant.getNano();
	}

	static Instant toInstant(long epochNanos) {
		return Instant.ofEpochSecond(Math.floorDiv(epochNanos, 1_000_000_000L),
				Math.floorMod(epochNanos, 1_000_000_000L));
	}

	static double seconds(long nanos) {
		return nanos / 1e9;
	}

}

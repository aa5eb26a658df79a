package io.voicetelemetry.session;

import java.time.Instant;

/**
 * Where sessions get their time from: the system's clocks, or a test's.
 *
 * @since 0.1
 */
public interface TimeSource {

	/**
	 * The system's clocks.
	 */
	TimeSource SYSTEM = new TimeSource() {

		@Override
		public long epochNanos() {
			return SessionClock.toEpochNanos(Instant.now());
		}

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

	};

	/**
	 * The wall clock, which may jump.
	 * @return nanoseconds since the epoch
	 */
	long epochNanos();

	/**
	 * A clock that never goes back.
	 * @return nanoseconds since some fixed moment
	 */
	long nanoTime();

}

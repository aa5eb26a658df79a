package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that passes when a test says so. Thread-safe.
 */
final class VirtualTime implements TimeSource {

	static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

	private final AtomicLong epochNanos = new AtomicLong(SessionClock.toEpochNanos(START));

	/** Some other number than the epoch, as on a real machine. */
	private final AtomicLong nanoTime = new AtomicLong(-7_000_000_000L);

	@Override
	public long epochNanos() {
		return this.epochNanos.get();
	}

	@Override
	public long nanoTime() {
		return this.nanoTime.get();
	}

	/**
	 * Lets time pass.
	 * @return the time then, as nothing but passing time made it
	 */
	Instant advance(Duration duration) {
		this.epochNanos.addAndGet(duration.toNanos());
		this.nanoTime.addAndGet(duration.toNanos());
		return SessionClock.toInstant(this.epochNanos.get());
	}

	Instant advanceMillis(long millis) {
		return advance(Duration.ofMillis(millis));
	}

	/**
	 * Sets the wall clock, as NTP or an administrator does.
	 */
	void setWallClock(Duration change) {
		this.epochNanos.addAndGet(change.toNanos());
	}

}

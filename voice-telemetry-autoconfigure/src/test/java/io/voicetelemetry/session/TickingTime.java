package io.voicetelemetry.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that passes whenever somebody looks at it, by more than a checker of traces
 * tolerates: what is done in the wrong order shows.
 */
final class TickingTime implements TimeSource {

	private static final long TICK_NANOS = 3_000_000;

	private final AtomicLong nanoTime = new AtomicLong();

	@Override
	public long epochNanos() {
		return SessionClock.toEpochNanos(VirtualTime.START);
	}

	@Override
	public long nanoTime() {
		return this.nanoTime.addAndGet(TICK_NANOS);
	}

}

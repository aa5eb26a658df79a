package io.voicetelemetry.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The time source of an application, which may throw and may go back where it must not.
 */
final class GuardedTimeSource implements TimeSource {

	private final TimeSource source;

	private final Refusals refusals;

	private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

	private GuardedTimeSource(TimeSource source, Refusals refusals) {
		this.source = source;
		this.refusals = refusals;
	}

	static TimeSource of(TimeSource source, Refusals refusals) {
		return (source != TimeSource.SYSTEM) ? new GuardedTimeSource(source, refusals) : source;
	}

	@Override
	public long epochNanos() {
		try {
			return this.source.epochNanos();
		}
		catch (Throwable ex) {
			failed(ex);
			return TimeSource.SYSTEM.epochNanos();
		}
	}

	@Override
	public long nanoTime() {
		try {
			return this.latest.accumulateAndGet(this.source.nanoTime(), Math::max);
		}
		catch (Throwable ex) {
			failed(ex);
			// Time stands still until it works again.
			this.latest.compareAndSet(Long.MIN_VALUE, TimeSource.SYSTEM.nanoTime());
			return this.latest.get();
		}
	}

	private void failed(Throwable error) {
		this.refusals.count(RefusalReason.USER_CODE_FAILED, "The time source", error);
	}

}

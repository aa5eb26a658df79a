package io.voicetelemetry.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many sessions may be open at a time, so that an application that never ends them
 * loses calls from its traces instead of its memory. Thread-safe.
 */
final class SessionLimit {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private static final long LOG_PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Recorder recorder;

	private final int max;

	private final AtomicInteger open = new AtomicInteger();

	/** How many were rejected of which the log was not told. */
	private final AtomicLong untold = new AtomicLong();

	private boolean told;

	private long toldNanos;

	SessionLimit(Recorder recorder) {
		this.recorder = recorder;
		this.max = recorder.options().maxOpen();
	}

	/**
	 * Takes a place for a session.
	 * @return whether there was one
	 */
	boolean take() {
		int open;
		do {
			open = this.open.get();
			if (open >= this.max) {
				return false;
			}
		}
		while (!this.open.compareAndSet(open, open + 1));
		return true;
	}

	void giveBack() {
		this.open.decrementAndGet();
	}

	/**
	 * Counts a session for which there was no place, and says so in the log once a
	 * minute.
	 */
	void rejected() {
		this.recorder.refusals().count(RefusalReason.SESSION_LIMIT);
		this.untold.incrementAndGet();
		long rejected = takeUntold(this.recorder.time().nanoTime());
		if (rejected > 0) {
			try {
				logger.warn(
						"{} voice session(s) rejected: {} are open, as many as voice.telemetry.session.max-open allows. "
								+ "The calls go on, but are not recorded. Are sessions not ended?",
						rejected, this.max);
			}
			catch (Throwable ex) {
				// An appender of the application: it may be what failed in the first
				// place.
			}
		}
	}

	private synchronized long takeUntold(long now) {
		if (this.told && now - this.toldNanos < LOG_PERIOD_NANOS) {
			return 0;
		}
		this.told = true;
		this.toldNanos = now;
		return this.untold.getAndSet(0);
	}

}

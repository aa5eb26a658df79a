package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Ends sessions whose hang-up never came. One thread for all of them, which there is from
 * the first session on.
 */
final class SessionReaper {

	private static final Duration SHORTEST_PERIOD = Duration.ofMillis(50);

	private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);

	private final Collection<SessionHandle> sessions;

	private final Recorder recorder;

	private final long maxIdleNanos;

	private final long maxDurationNanos;

	private volatile @Nullable ScheduledExecutorService executor;

	private boolean closed;

	SessionReaper(Collection<SessionHandle> sessions, Recorder recorder) {
		this.sessions = sessions;
		this.recorder = recorder;
		this.maxIdleNanos = toNanos(recorder.options().maxIdle());
		this.maxDurationNanos = toNanos(recorder.options().maxDuration());
	}

	private static long toNanos(Duration duration) {
		return (duration.getSeconds() < Long.MAX_VALUE / 1_000_000_000) ? duration.toNanos() : Long.MAX_VALUE;
	}

	long maxDurationNanos() {
		return this.maxDurationNanos;
	}

	/**
	 * Begins to look after the sessions, unless that has begun. A session without a
	 * reaper, because no thread is to be had, is better than none.
	 */
	void start() {
		if (this.executor != null) {
			return;
		}
		try {
			startThread();
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Starting to end idle sessions", ex);
		}
	}

	private synchronized void startThread() {
		if (this.executor == null && !this.closed) {
			ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
				Thread thread = new Thread(task, "voice-telemetry-reaper");
				thread.setDaemon(true);
				return thread;
			});
			long shortest = Math.min(this.maxIdleNanos, this.maxDurationNanos) / 10;
			long period = Math.min(Math.max(shortest, SHORTEST_PERIOD.toNanos()), LONGEST_PERIOD.toNanos());
			executor.scheduleWithFixedDelay(this::reap, period, period, TimeUnit.NANOSECONDS);
			this.executor = executor;
		}
	}

	void reap() {
		WaitingTime waiting = new WaitingTime();
		for (SessionHandle session : this.sessions) {
			try {
				endIfForgotten(session, waiting);
			}
			catch (Throwable ex) {
				// The next one and the next round must come, whatever happened to this.
				this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Ending an idle session", ex);
			}
		}
	}

	private void endIfForgotten(SessionHandle session, WaitingTime waiting) {
		long now = session.nowNanos();
		if (now - session.idleSince(now) >= this.maxIdleNanos || now - session.startNanos >= this.maxDurationNanos) {
			session.end(DisconnectReasons.TIMEOUT, waiting);
		}
	}

	synchronized void close() {
		this.closed = true;
		ScheduledExecutorService executor = this.executor;
		if (executor != null) {
			executor.shutdownNow();
		}
	}

}

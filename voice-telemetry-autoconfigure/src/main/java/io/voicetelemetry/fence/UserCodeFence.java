package io.voicetelemetry.fence;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Stands around one piece of the application's code that runs in place, on the thread of
 * a call: whatever it throws stays behind the fence, it does not run inside itself, and
 * one that proves slow is switched off. Nothing can stop code that has begun, so the call
 * waits for each that is slow until then. Thread-safe.
 *
 * @since 0.1
 */
public final class UserCodeFence {

	private static final long NANOS_PER_MILLI = 1_000_000;

	/** Somebody who talks hears that. */
	static final long SLOW_NANOS = 50 * NANOS_PER_MILLI;

	/** Somebody who talks hangs up soon. */
	static final long TOO_SLOW_NANOS = 1000 * NANOS_PER_MILLI;

	/** How many quick runs make up for a slow one: a pause of the JVM makes any slow. */
	static final int QUICK_FOR_SLOW = 100;

	private static final int MAX_STRIKES = 2 * QUICK_FOR_SLOW;

	/**
	 * How deep fenced code is run inside fenced code: an expression may call a method
	 * whose result is read, and what was read is redacted.
	 */
	static final int MAX_DEPTH = 4;

	private static final int MAX_CAUSES = 10;

	private static final ThreadLocal<Inside> INSIDE = ThreadLocal.withInitial(Inside::new);

	private final String name;

	private final String consequence;

	private final LongSupplier nanoTime;

	private volatile int strikes;

	private volatile boolean off;

	private boolean warned;

	/**
	 * A fence.
	 * @param name what is behind it, to begin a sentence of the log with
	 * @param consequence what happens while it is switched off, to end a sentence with
	 */
	public UserCodeFence(String name, String consequence) {
		this(name, consequence, System::nanoTime);
	}

	/**
	 * A fence with a clock of its own.
	 * @param name what is behind it, to begin a sentence of the log with
	 * @param consequence what happens while it is switched off, to end a sentence with
	 * @param nanoTime the clock, in nanoseconds
	 */
	public UserCodeFence(String name, String consequence, LongSupplier nanoTime) {
		this.name = name;
		this.consequence = consequence;
		this.nanoTime = nanoTime;
	}

	/**
	 * A fence around what may take its time.
	 * @param name what is behind it, to begin a sentence of the log with
	 * @return the fence
	 */
	public static UserCodeFence untimed(String name) {
		return new UserCodeFence(name, "nothing happens", () -> 0);
	}

	/**
	 * Whether it was too slow, and is not run any more.
	 * @return {@code true} if it is switched off
	 */
	public boolean isOff() {
		return this.off;
	}

	/**
	 * Runs code. Throws nothing, and leaves the thread interrupted if it was.
	 * @param <T> the type of the result
	 * @param code the code
	 * @param reports who is told what goes wrong
	 * @return the result, or {@code null} if the code failed or was not run
	 */
	public <T> @Nullable T call(Callable<? extends @Nullable T> code, FenceReports reports) {
		return call((callable, nothing) -> callable.call(), code, null, reports);
	}

	/**
	 * Runs code that is handed what it works with: it can be made once. Throws nothing,
	 * and leaves the thread interrupted if it was.
	 * @param <A> the type of what it works with
	 * @param <B> the type of what else it works with
	 * @param <T> the type of the result
	 * @param code the code
	 * @param first what it works with
	 * @param second what else it works with
	 * @param reports who is told what goes wrong
	 * @return the result, or {@code null} if the code failed or was not run
	 */
	public <A, B extends @Nullable Object, T> @Nullable T call(Code<? super A, ? super B, ? extends T> code, A first,
			B second, FenceReports reports) {
		try {
			Inside inside = INSIDE.get();
			if (this.off) {
				reports.refused(null, null);
				return null;
			}
			if (inside.isFull() || inside.contains(this)) {
				reports.refused(this.name + ", called from within itself or from too deep within others,", null);
				return null;
			}
			return run(code, first, second, reports, inside);
		}
		catch (Throwable ex) {
			// The stack may be at its end, or the log out of order.
			return null;
		}
	}

	private <A, B extends @Nullable Object, T> @Nullable T run(Code<? super A, ? super B, ? extends T> code, A first,
			B second, FenceReports reports, Inside inside) {
		boolean interrupted = Thread.currentThread().isInterrupted();
		int depth = inside.depth;
		long innerBefore = inside.innerNanos;
		long start = this.nanoTime.getAsLong();
		Throwable error = null;
		T result = null;
		inside.fences[depth] = this;
		inside.depth = depth + 1;
		inside.innerNanos = 0;
		try {
			result = code.run(first, second);
		}
		catch (Throwable ex) {
			error = ex;
		}
		// Until here nothing is called: at the end of the stack, that would throw.
		long innerNanos = inside.innerNanos;
		inside.depth = depth;
		inside.fences[depth] = null;
		inside.innerNanos = innerBefore;
		try {
			if (interrupted || tellsOfInterruption(error)) {
				Thread.currentThread().interrupt();
			}
			long nanos = this.nanoTime.getAsLong() - start;
			inside.innerNanos = innerBefore + nanos;
			if (error != null) {
				reports.refused(this.name, error);
			}
			timed(nanos - innerNanos, reports);
		}
		catch (Throwable ex) {
			// The result is none the worse.
		}
		return result;
	}

	/**
	 * Whoever throws this has taken the interruption away, and others may have wrapped
	 * it.
	 */
	private static boolean tellsOfInterruption(@Nullable Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof InterruptedException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private void timed(long nanos, FenceReports reports) {
		if (nanos >= SLOW_NANOS) {
			slow(nanos, reports);
		}
		else if (this.strikes > 0) {
			forgive();
		}
	}

	private void slow(long nanos, FenceReports reports) {
		boolean first;
		boolean last;
		synchronized (this) {
			if (this.off) {
				return;
			}
			this.strikes = this.strikes + QUICK_FOR_SLOW;
			last = this.strikes > MAX_STRIKES || nanos >= TOO_SLOW_NANOS;
			first = !this.warned && !last;
			this.warned = true;
			this.off = last;
		}
		String took = this.name + " took " + nanos / NANOS_PER_MILLI + " ms, for which the call had to wait";
		if (last) {
			reports.warn(took + ": it is switched off until the next start, and " + this.consequence);
		}
		else if (first) {
			reports.warn(took + ": if it stays that slow, it will be switched off");
		}
	}

	private synchronized void forgive() {
		this.strikes = Math.max(0, this.strikes - 1);
	}

	@Override
	public String toString() {
		return this.name + (this.off ? " (switched off)" : "");
	}

	/**
	 * Code that is handed what it works with.
	 *
	 * @param <A> the type of what it works with
	 * @param <B> the type of what else it works with
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface Code<A, B extends @Nullable Object, T> {

		/**
		 * Runs it.
		 * @param first what it works with
		 * @param second what else it works with
		 * @return the result, or {@code null}
		 * @throws Exception whatever goes wrong
		 */
		@Nullable T run(A first, B second) throws Exception;

	}

	/**
	 * What a thread is inside of.
	 */
	private static final class Inside {

		private final @Nullable UserCodeFence[] fences = new @Nullable UserCodeFence[MAX_DEPTH];

		private int depth;

		/** What fences inside the innermost took: none of it is the innermost's own. */
		private long innerNanos;

		boolean isFull() {
			return this.depth == MAX_DEPTH;
		}

		boolean contains(UserCodeFence fence) {
			for (int i = 0; i < this.depth; i++) {
				if (this.fences[i] == fence) {
					return true;
				}
			}
			return false;
		}

	}

}

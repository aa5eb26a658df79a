package io.voicetelemetry.benchmarks.faults;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long calls took: counts in classes 1/32 wide, so that a percentile is right within
 * 3 %. Thread-safe.
 */
public final class CallTimes {

	private static final int STEPS = 32;

	private static final int STEP_BITS = 5;

	private final AtomicIntegerArray counts = new AtomicIntegerArray((Long.SIZE - STEP_BITS) * STEPS);

	private final AtomicLong longest = new AtomicLong();

	/**
	 * Adds a call.
	 * @param nanos how long it took
	 */
	public void add(long nanos) {
		this.counts.incrementAndGet(indexOf(nanos));
		if (nanos > this.longest.get()) {
			this.longest.accumulateAndGet(nanos, Math::max);
		}
	}

	private static int indexOf(long nanos) {
		if (nanos < STEPS) {
			return (int) Math.max(nanos, 0);
		}
		int shift = Long.SIZE - STEP_BITS - 1 - Long.numberOfLeadingZeros(nanos);
		return shift * STEPS + (int) (nanos >>> shift);
	}

	private static long upperBound(int index) {
		int shift = Math.max(index / STEPS - 1, 0);
		return ((long) (index - shift * STEPS) + 1 << shift) - 1;
	}

	/**
	 * How many calls there were.
	 * @return the number so far
	 */
	public long count() {
		return countAbove(-1);
	}

	long countAbove(long nanos) {
		long above = 0;
		for (int index = 0; index < this.counts.length(); index++) {
			above += (upperBound(index) > nanos) ? this.counts.get(index) : 0;
		}
		return above;
	}

	/**
	 * The time within which a part of the calls were done, in nanoseconds.
	 * @param part the part, 0.99 say
	 * @return nanoseconds
	 */
	public long percentile(double part) {
		long wanted = (long) Math.ceil(count() * part);
		long seen = 0;
		for (int index = 0; index < this.counts.length(); index++) {
			seen += this.counts.get(index);
			if (seen >= wanted && seen > 0) {
				return Math.min(upperBound(index), this.longest.get());
			}
		}
		return 0;
	}

	/**
	 * The longest of all.
	 * @return nanoseconds
	 */
	public long longest() {
		return this.longest.get();
	}

}

package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What figures must be to be any.
 */
final class Figures {

	/** Sums of what is longer would not fit into a number of nanoseconds. */
	private static final double MAX_SECONDS = 1e7;

	private Figures() {
	}

	static void requireSeconds(OptionalDouble seconds, String name) {
		if (Objects.requireNonNull(seconds, name).isPresent()) {
			requireSeconds(seconds.getAsDouble(), name);
		}
	}

	static void requireSeconds(double seconds, String name) {
		if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
			throw new IllegalArgumentException(name + " must be a time in seconds but is " + seconds);
		}
	}

	/**
	 * A speed, or a time that is the sum of many.
	 */
	static void requireFinite(OptionalDouble number, String name) {
		if (Objects.requireNonNull(number, name).isPresent()
				&& !(number.getAsDouble() >= 0 && number.getAsDouble() <= Double.MAX_VALUE)) {
			throw new IllegalArgumentException(name + " must be a number from 0 on but is " + number.getAsDouble());
		}
	}

	/**
	 * The sum of what is not negative; what no number holds is as much as one can.
	 */
	static long sum(long one, long other) {
		long sum = one + other;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	static void requireCount(OptionalLong count, String name) {
		if (Objects.requireNonNull(count, name).isPresent()) {
			requireCount(count.getAsLong(), name);
		}
	}

	static void requireCount(long count, String name) {
		if (count < 0) {
			throw new IllegalArgumentException(name + " must not be negative but is " + count);
		}
	}

}

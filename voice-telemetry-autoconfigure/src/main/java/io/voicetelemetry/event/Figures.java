package io.voicetelemetry.event;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What figures must be to be any.
 */
final class Figures {

	private Figures() {
	}

	static void requireSeconds(OptionalDouble seconds, String name) {
		if (seconds.isPresent()) {
			requireSeconds(seconds.getAsDouble(), name);
		}
	}

	static void requireSeconds(double seconds, String name) {
		if (!(seconds >= 0) || Double.isInfinite(seconds)) {
			throw new IllegalArgumentException(name + " must be a time in seconds but is " + seconds);
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
		if (count.isPresent()) {
			requireCount(count.getAsLong(), name);
		}
	}

	static void requireCount(long count, String name) {
		if (count < 0) {
			throw new IllegalArgumentException(name + " must not be negative but is " + count);
		}
	}

}

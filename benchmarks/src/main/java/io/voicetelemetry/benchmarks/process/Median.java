package io.voicetelemetry.benchmarks.process;

import java.util.stream.DoubleStream;

/**
 * The value in the middle, which disturbances of a shared machine move least.
 */
public final class Median {

	private Median() {
	}

	/**
	 * The median of values.
	 * @param values the values, in any order
	 * @return the one in the middle, or the mean of the two there if their number is
	 * even; {@link Double#NaN} if there are none
	 */
	public static double of(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}

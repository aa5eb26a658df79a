package io.voicetelemetry.benchmarks.targets;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was to be reached.
 *
 * @param title what is measured
 * @param limit whether it is to be less or more
 * @param bound how much
 * @param format how figures are written, with their unit
 * @param measure finds the figure
 */
record Target(String title, Limit limit, double bound, String format, ToDoubleFunction<Measured> measure) {

	static Target atMost(String title, double bound, String format, ToDoubleFunction<Measured> measure) {
		return new Target(title, Limit.AT_MOST, bound, format, measure);
	}

	static Target atLeast(String title, double bound, String format, ToDoubleFunction<Measured> measure) {
		return new Target(title, Limit.AT_LEAST, bound, format, measure);
	}

	/**
	 * A row of the table.
	 */
	String row(Measured measured) {
		double value = this.measure.applyAsDouble(measured);
		// The ratio to what took no step of the clock is infinite, and tells nothing.
		boolean known = Double.isFinite(value);
		return String.format(Locale.ROOT, "| %s | %s | %s %s | %s |%n", this.title, known ? text(value) : "–",
				this.limit.words, text(this.bound), known ? verdict(value) : "not measured");
	}

	private String verdict(double value) {
		boolean met = (this.limit == Limit.AT_MOST) ? value <= this.bound : value >= this.bound;
		return met ? "met" : "missed";
	}

	private String text(double value) {
		return String.format(Locale.ROOT, this.format, value);
	}

	/**
	 * On which side of the bound it is to be.
	 */
	enum Limit {

		/** The bound or less. */
		AT_MOST("at most"),

		/** The bound or more. */
		AT_LEAST("at least");

		private final String words;

		Limit(String words) {
			this.words = words;
		}

	}

}

package io.voicetelemetry.metrics;

/**
 * How a meter measures.
 */
enum MeterKind {

	/** Adds up. */
	COUNTER("counter"),

	/** Sorts numbers into buckets. */
	SUMMARY("distribution summary"),

	/**
	 * Sorts times into buckets. A summary cannot: Micrometer rounds what it records up to
	 * whole numbers before it looks for the bucket, so that all below one second would be
	 * in the same.
	 */
	TIMER("timer"),

	/** Goes up and down. */
	GAUGE("gauge");

	private final String label;

	MeterKind(String label) {
		this.label = label;
	}

	/**
	 * The kind as the documentation calls it.
	 */
	String label() {
		return this.label;
	}

}

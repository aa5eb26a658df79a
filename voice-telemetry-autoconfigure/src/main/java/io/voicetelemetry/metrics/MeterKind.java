package io.voicetelemetry.metrics;

/**
 * How a meter measures.
 */
enum MeterKind {

	/** Adds up. */
	COUNTER("counter"),

	/** Sorts into buckets. */
	SUMMARY("distribution summary"),

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

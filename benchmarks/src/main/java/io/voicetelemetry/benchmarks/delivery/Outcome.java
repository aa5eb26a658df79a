package io.voicetelemetry.benchmarks.delivery;

/**
 * What came of a trial.
 *
 * @param trial what was tried
 * @param sent what the sender tells
 * @param arrived what the receiver tells
 */
record Outcome(Trial trial, Figures sent, Figures arrived) {

	private static final double MILLION = 1e6;

	/**
	 * Spans that arrived in a second, at each backend.
	 */
	double deliveredPerSecond() {
		return arrivals() / this.trial.backends() * 1e9 / this.sent.get("nanos");
	}

	/**
	 * Spans that did not arrive, of all that each backend was to get.
	 */
	long dropped() {
		return this.sent.get("made") * this.trial.backends() - (long) arrivals();
	}

	double droppedPart() {
		return (double) dropped() / this.trial.backends() / this.sent.get("made");
	}

	/**
	 * Processor time of the sending process for a span that arrived at a backend, with
	 * that for making it, in microseconds.
	 */
	double cpuMicros() {
		return this.sent.get("cpu") / arrivals() / 1000;
	}

	/**
	 * The same without making spans: of those that were dropped, too.
	 */
	double exportCpuMicros() {
		return (this.sent.get("cpu") - (double) this.sent.get("made") * this.sent.get("bare")) / arrivals() / 1000;
	}

	/**
	 * Bytes of a span on the wire.
	 */
	double bytesOfSpan() {
		return this.arrived.get("bytes") / arrivals();
	}

	double spansOfRequest() {
		return arrivals() / this.arrived.get("requests");
	}

	/**
	 * From the end of a span to its arrival.
	 * @param figure {@code p50}, {@code p99} or {@code max}
	 */
	double millis(String figure) {
		return this.arrived.get(figure) / MILLION;
	}

	double residentMegabytes() {
		return this.sent.get("resident") / MILLION;
	}

	private double arrivals() {
		return this.arrived.get("spans");
	}

}

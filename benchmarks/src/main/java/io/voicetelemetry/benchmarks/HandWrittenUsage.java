package io.voicetelemetry.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * What each model was used for, by hand: of a session or of the whole application.
 */
final class HandWrittenUsage {

	private final Map<Model, Sums> sums = new HashMap<>();

	synchronized void add(HandWrittenEvent event) {
		Sums sums = this.sums.computeIfAbsent(new Model(event.provider(), event.requestModel()), (model) -> new Sums());
		sums.requests++;
		sums.inputTokens += event.inputTokens();
		sums.outputTokens += event.outputTokens();
	}

	/**
	 * A line for each model.
	 */
	synchronized String lines() {
		StringBuilder lines = new StringBuilder();
		this.sums.forEach((model, sums) -> lines
			.append(line(model.provider, model.model, sums.requests, sums.inputTokens, sums.outputTokens)));
		return lines.toString();
	}

	static String line(String provider, String model, long requests, long inputTokens, long outputTokens) {
		return provider + " " + model + ": " + requests + " requests, " + inputTokens + " + " + outputTokens
				+ " tokens\n";
	}

	private record Model(String provider, String model) {
	}

	private static final class Sums {

		private long requests;

		private long inputTokens;

		private long outputTokens;

	}

}

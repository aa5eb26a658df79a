package io.voicetelemetry.benchmarks.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Named figures, which a process tells another in one line. Not thread-safe.
 */
final class Figures {

	private final Map<String, Long> values = new LinkedHashMap<>();

	void put(String name, long value) {
		this.values.put(name, value);
	}

	long get(String name) {
		Long value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("No " + name + " in " + this);
		}
		return value;
	}

	static Figures parse(String line) {
		Figures figures = new Figures();
		for (String each : line.split(" ")) {
			String[] parts = each.split("=");
			figures.put(parts[0], Long.parseLong(parts[1]));
		}
		return figures;
	}

	@Override
	public String toString() {
		return this.values.entrySet()
			.stream()
			.map((each) -> each.getKey() + "=" + each.getValue())
			.collect(Collectors.joining(" "));
	}

}

package io.voicetelemetry.benchmarks.delivery;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments such as {@code --seconds=3}. Not thread-safe.
 */
final class Arguments {

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Reads arguments.
	 * @param arguments the arguments
	 * @param known what there may be, without dashes
	 * @throws IllegalArgumentException if there is any other
	 */
	Arguments(String[] arguments, String... known) {
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			String name = parts[0].replaceFirst("^--", "");
			if (parts.length < 2 || !List.of(known).contains(name)) {
				throw new IllegalArgumentException(argument + " is none of --" + String.join("=…, --", known) + "=…");
			}
			this.values.put(name, parts[1]);
		}
	}

	int number(String name, int otherwise) {
		return Integer.parseInt(text(name, String.valueOf(otherwise)));
	}

	List<Integer> numbers(String name, String otherwise) {
		return Arrays.stream(text(name, otherwise).split(",")).map(Integer::valueOf).toList();
	}

	List<String> list(String name, String otherwise) {
		return List.of(text(name, otherwise).split(","));
	}

	private String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

}

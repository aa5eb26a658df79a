package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What is to be played.
 *
 * @param rows the rows of the scorecard, or empty for all
 * @param isShort whether each fault lasts seconds
 * @param seconds how long each fault lasts, or {@code null} for as long as the row says
 * @param seed of all that is random
 * @param sessions concurrent calls
 * @param rate spans per second, of all calls together
 * @param kills how often a process is killed in row 15, or 0 for as often as it says
 * @param compare whether OpenTelemetry's own processor is tried too, in row 1
 */
record Options(List<Integer> rows, boolean isShort, @Nullable Integer seconds, long seed, int sessions, double rate,
		int kills, boolean compare) {

	private static final int SHORT_SECONDS = 3;

	static Options parse(String... arguments) {
		Map<String, String> values = Arrays.stream(arguments).collect(Collectors.toMap(Options::name, Options::value));
		Function<String, @Nullable String> take = values::remove;
		String rows = take.apply("rows");
		String seconds = take.apply("seconds");
		Options options = new Options(
				(rows != null) ? Arrays.stream(rows.split(",")).map(Integer::valueOf).toList() : List.of(),
				take.apply("short") != null, (seconds != null) ? Integer.valueOf(seconds) : null,
				Long.parseLong(or(take.apply("seed"), "20261121")), Integer.parseInt(or(take.apply("sessions"), "200")),
				Double.parseDouble(or(take.apply("rate"), "1000")), Integer.parseInt(or(take.apply("kills"), "0")),
				!"false".equals(take.apply("compare")));
		if (!values.isEmpty()) {
			throw new IllegalArgumentException("Unknown: " + values.keySet());
		}
		return options;
	}

	private static String name(String argument) {
		if (!argument.startsWith("--")) {
			throw new IllegalArgumentException("Not an option: " + argument);
		}
		return argument.substring(2).split("=", 2)[0];
	}

	private static String value(String argument) {
		return argument.contains("=") ? argument.split("=", 2)[1] : "";
	}

	private static String or(@Nullable String value, String fallback) {
		return (value != null) ? value : fallback;
	}

	/**
	 * How long something lasts.
	 * @param seconds how long unless otherwise said
	 */
	Duration lasting(int seconds) {
		if (this.seconds != null) {
			return Duration.ofSeconds(this.seconds);
		}
		return Duration.ofSeconds(this.isShort ? Math.min(SHORT_SECONDS, seconds) : seconds);
	}

	/**
	 * How long all is well, before a fault and after it.
	 */
	Duration calm() {
		return Duration.ofSeconds(Math.max(1, lasting(60).toSeconds() / 4));
	}

	/**
	 * More spans than are made in any row.
	 */
	int mostSpans() {
		int seconds = (this.seconds != null) ? this.seconds : 0;
		return (int) (2000 + this.rate * Math.max(1000, 1.5 * seconds));
	}

	/**
	 * The same with other calls.
	 */
	Options withSessions(int sessions, double rate) {
		return new Options(this.rows, this.isShort, this.seconds, this.seed, sessions, rate, this.kills, this.compare);
	}

}

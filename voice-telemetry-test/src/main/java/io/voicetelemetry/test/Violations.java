package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong, one line each. Not thread-safe.
 */
final class Violations {

	private final List<String> lines = new ArrayList<>();

	/**
	 * Add a line.
	 * @param span the span that is wrong
	 * @param rule the short name of the rule it breaks
	 * @param what what is wrong, as a {@link String#format format}
	 * @param arguments what the format refers to
	 */
	void add(ReceivedSpan span, String rule, String what, @Nullable Object... arguments) {
		this.lines.add(nameOf(span) + ": " + rule + ": " + what.formatted(arguments));
	}

	List<String> lines() {
		return List.copyOf(this.lines);
	}

	/** Name, stage ("-" for a span of another instrumentation) and span id. */
	static String nameOf(ReceivedSpan span) {
		Object stage = Objects.requireNonNullElse(span.attributes().get(VoiceKeys.STAGE), "-");
		return "%s [%s] %s".formatted(span.name(), stage, span.spanId());
	}

	static String millis(long nanos) {
		return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
	}

}

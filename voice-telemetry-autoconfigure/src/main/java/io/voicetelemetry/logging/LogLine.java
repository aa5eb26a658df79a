package io.voicetelemetry.logging;

import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.content.LogText;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line: what it says is in the message, for a person, and in fields, for a machine.
 * Boot's patterns print the message alone, so it repeats the figures. Used once, by one
 * thread.
 * <p>
 * A field must not be named like one of the log formats' own, or like a key of the MDC:
 * Boot then loses the line. Nor like a group of fields of the Elastic Common Schema
 * ({@code source}, {@code agent}, {@code error}): Elasticsearch then refuses it.
 */
final class LogLine {

	static final String UNKNOWN = "unknown";

	private final LoggingEventBuilder event;

	private final StringBuilder message;

	private String separator = ": ";

	/**
	 * Begins a line.
	 * @param type what tells the lines apart in fields; {@code type} alone is a field of
	 * other things
	 */
	LogLine(LoggingEventBuilder event, String title, String type) {
		this.event = event;
		this.message = new StringBuilder(title);
		field("metrics_type", type);
	}

	/**
	 * Adds words to the message alone.
	 */
	LogLine say(String words) {
		this.message.append(this.separator).append(words);
		this.separator = ", ";
		return this;
	}

	/**
	 * Adds a field that the message does not repeat.
	 */
	LogLine field(String key, @Nullable Object value) {
		if (value != null) {
			this.event.addKeyValue(key, (value instanceof String text) ? LogText.of(text) : value);
		}
		return this;
	}

	/**
	 * Adds the model, as LiveKit does: unknown if need be.
	 */
	LogLine model(MetricsOrigin origin) {
		String model = origin.model();
		field("model_name", (model != null) ? model : UNKNOWN);
		field("model_provider", (origin.provider() != null) ? origin.provider() : UNKNOWN);
		String name = (model != null) ? model : origin.provider();
		return (name != null) ? say(LogText.of(name)) : this;
	}

	/**
	 * Adds the model if there is one.
	 */
	LogLine modelIfAny(MetricsOrigin origin) {
		return (origin.model() != null || origin.provider() != null) ? model(origin) : this;
	}

	LogLine seconds(String key, OptionalDouble seconds) {
		return seconds.isPresent() ? seconds(key, seconds.getAsDouble()) : this;
	}

	LogLine seconds(String key, double seconds) {
		field(key, Seconds.rounded(seconds));
		return say(words(key) + " " + Seconds.text(seconds) + " s");
	}

	LogLine count(String key, OptionalLong count) {
		return count.isPresent() ? count(key, count.getAsLong()) : this;
	}

	LogLine count(String key, long count) {
		field(key, count);
		return say(count + " " + words(key));
	}

	LogLine rate(String key, OptionalDouble rate) {
		if (rate.isEmpty()) {
			return this;
		}
		double rounded = Math.round(rate.getAsDouble() * 100) / 100.0;
		field(key, rounded);
		return say(rounded + " " + words(key));
	}

	LogLine attempts(int attempts) {
		field("attempts", attempts);
		return (attempts > 1) ? say(attempts + " attempts") : this;
	}

	LogLine outcome(MetricsOrigin origin) {
		field("outcome", origin.outcome().value());
		field("error_type", origin.errorType());
		if (origin.outcome() == Outcome.ERROR && origin.errorType() != null) {
			return say("error " + LogText.of(origin.errorType()));
		}
		return (origin.outcome() != Outcome.SUCCESS) ? say(origin.outcome().value()) : this;
	}

	/**
	 * Logs the line.
	 * @param ids which call and which turn it is about, for who reads the message alone
	 */
	void log(@Nullable String... ids) {
		String opening = " [";
		for (String id : ids) {
			if (id != null) {
				this.message.append(opening).append(LogText.of(id));
				opening = " ";
			}
		}
		if (!opening.equals(" [")) {
			this.message.append(']');
		}
		this.event.log(this.message.toString());
	}

	static String words(String key) {
		return key.replace('_', ' ');
	}

}

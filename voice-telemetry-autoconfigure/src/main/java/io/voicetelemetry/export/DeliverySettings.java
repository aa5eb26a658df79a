package io.voicetelemetry.export;

import java.time.Duration;
import java.util.Locale;

/**
 * How much may wait for a backend, and for how long.
 *
 * @param scheduleDelay how long a span waits for others before it is sent
 * @param maxQueueBytes how much memory what waits may take
 * @param maxElapsed how long delivery of a span is tried
 * @param shutdownTimeout how long sending may take when the application stops
 * @param maxTextLength the longest text on spans that others made, in {@code char}s
 * @since 0.1
 */
public record DeliverySettings(Duration scheduleDelay, long maxQueueBytes, Duration maxElapsed,
		Duration shutdownTimeout, int maxTextLength) {

	/** What is used where nothing is set. */
	public static final DeliverySettings DEFAULT = new DeliverySettings(Duration.ofMillis(500), 64L << 20,
			Duration.ofMinutes(15), Duration.ofSeconds(5), 65_536);

	/**
	 * For how long, and how much, is kept.
	 */
	String describeBudget() {
		return "kept for " + this.maxElapsed.toString().substring(2).toLowerCase(Locale.ROOT) + " or up to "
				+ (this.maxQueueBytes >> 20) + " MB";
	}

}

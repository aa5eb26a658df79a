package io.voicetelemetry.export;

import java.time.Duration;
import java.util.Locale;

import io.voicetelemetry.spool.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * How much may wait for a backend, and for how long.
 *
 * @param scheduleDelay how long a span waits for others before it is sent
 * @param maxQueueBytes how much memory what waits may take
 * @param maxElapsed how long delivery of a span is tried
 * @param shutdownTimeout how long sending may take when the application stops
 * @param maxTextLength the longest text on spans that others made, in {@code char}s
 * @param spool where what waits is kept on disk, too, or {@code null} for memory alone
 * @since 0.1
 */
public record DeliverySettings(Duration scheduleDelay, long maxQueueBytes, Duration maxElapsed,
		Duration shutdownTimeout, int maxTextLength, @Nullable SpoolSettings spool) {

	/** What is used where nothing is set. */
	public static final DeliverySettings DEFAULT = new DeliverySettings(Duration.ofMillis(500), 64L << 20,
			Duration.ofMinutes(15), Duration.ofSeconds(5), 65_536, null);

	/**
	 * For how long, and how much, is kept.
	 * @param onDisk whether it is on disk, as far as that is wanted
	 */
	String describeBudget(boolean onDisk) {
		SpoolSettings spool = onDisk ? this.spool : null;
		Duration time = (spool != null) ? spool.maxAge() : this.maxElapsed;
		long bytes = (spool != null) ? spool.maxBytes() : this.maxQueueBytes;
		return "kept for " + time.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT) + " or up to "
				+ Math.max(1, bytes >> 20) + " MB" + ((spool != null) ? " on disk" : "");
	}

}

package io.voicetelemetry.spool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where records are kept, how much and for how long.
 *
 * @param directory where the directories of the backends are, or are to be made
 * @param maxBytes how much one backend may have on disk, as the sum of the lengths of its
 * files; at least 1. The {@linkplain OpenSpanJournal journal} has a limit of its own
 * @param maxAge records that are older when a spool is opened are given up; longer than 0
 * @param fsync whether a record is forced to the device when it is appended. Without,
 * records survive the death of the process, but not a loss of power
 * @since 0.1
 */
public record SpoolSettings(Path directory, long maxBytes, Duration maxAge, boolean fsync) {

	/**
	 * Checks what is set.
	 * @throws IllegalArgumentException if {@code maxBytes} or {@code maxAge} is not above
	 * zero
	 */
	public SpoolSettings {
		Objects.requireNonNull(directory, "directory");
		Objects.requireNonNull(maxAge, "maxAge");
		if (maxBytes <= 0) {
			throw new IllegalArgumentException("maxBytes must be above 0: " + maxBytes);
		}
		if (maxAge.isNegative() || maxAge.isZero()) {
			throw new IllegalArgumentException("maxAge must be above 0: " + maxAge);
		}
	}

	/**
	 * Before when a record has to be created to be too old at this time.
	 * @param epochMillis the time, in milliseconds since 1970
	 * @return the oldest time at which it is not too old, in milliseconds since 1970
	 */
	long oldest(long epochMillis) {
		try {
			return Math.subtractExact(epochMillis, this.maxAge.toMillis());
		}
		catch (ArithmeticException ex) {
			return Long.MIN_VALUE;
		}
	}

	/**
	 * How long a file may get that has several records. Space is given back a file at a
	 * time, so files are small against the limit.
	 */
	long segmentBytes() {
		return Math.min(4 * 1024 * 1024, this.maxBytes / 16);
	}

}

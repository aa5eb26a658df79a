package io.voicetelemetry.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts what matters to the application itself, with one call:
 * {@code meters.count("voice.greetings.delivered", "tenant.id", tenant)}.
 * <p>
 * The number of names, and of the values of each tag, is bounded like that of this
 * project's own meters, so that a tag may carry whatever comes. The first call with a
 * name decides which tags it has: later, missing ones are "none" and others are left out.
 * So are ids, except for the tenant's, and names of rooms, by their keys: {@code id} or
 * what ends in it, as {@code call.sid} and {@code orderId} do. Names of this project's
 * own meters are refused.
 * <p>
 * Nothing of this throws or blocks: what makes no sense is logged once and not recorded.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class VoiceMeters {

	private static final VoiceMeters NOOP = new VoiceMeters(null);

	private final @Nullable ProductMeters meters;

	private VoiceMeters(@Nullable ProductMeters meters) {
		this.meters = meters;
	}

	/**
	 * Meters of a registry.
	 * @param registry where the meters are
	 * @param maxTagValues most values of each tag; further ones become "other"
	 * @param maxCombinations most combinations of values that are kept for a meter; in
	 * further ones, all become "other"
	 * @throws IllegalArgumentException if a bound is less than 1
	 */
	public VoiceMeters(MeterRegistry registry, int maxTagValues, int maxCombinations) {
		this(new ProductMeters(new MeterFactory(registry), maxTagValues, maxCombinations));
	}

	/**
	 * Meters that do nothing.
	 * @return the meters
	 */
	public static VoiceMeters noop() {
		return NOOP;
	}

	/**
	 * Counts one.
	 * @param name the counter's name, such as {@code voice.greetings.delivered}
	 * @param tags keys and values by turns; a value that is {@code null} is unknown
	 */
	public void count(String name, @Nullable String... tags) {
		count(name, 1, tags);
	}

	/**
	 * Counts.
	 * @param name the counter's name
	 * @param amount how many, 0 or more
	 * @param tags keys and values by turns; a value that is {@code null} is unknown
	 */
	public void count(String name, double amount, @Nullable String... tags) {
		if (this.meters != null) {
			this.meters.count(name, amount, tags);
		}
	}

	/**
	 * Records a value in a distribution summary. It has no buckets but those that the
	 * application configures.
	 * @param name the summary's name
	 * @param value the value, 0 or more
	 * @param tags keys and values by turns; a value that is {@code null} is unknown
	 */
	public void record(String name, double value, @Nullable String... tags) {
		if (this.meters != null) {
			this.meters.record(name, value, tags);
		}
	}

	/**
	 * Records a time in a timer, with buckets for what a caller may wait for.
	 * @param name the timer's name
	 * @param time the time, 0 or more
	 * @param tags keys and values by turns; a value that is {@code null} is unknown
	 */
	public void record(String name, Duration time, @Nullable String... tags) {
		if (this.meters != null) {
			this.meters.record(name, time, tags);
		}
	}

}

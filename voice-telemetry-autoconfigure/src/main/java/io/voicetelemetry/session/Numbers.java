package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Set;

import io.opentelemetry.api.common.AttributeType;

/**
 * What a number must be to be a value.
 */
final class Numbers {

	/**
	 * The longest time that is one, in seconds: no call lasts for months. Sums of what is
	 * longer would not fit into a number of nanoseconds.
	 */
	static final double MAX_SECONDS = 1e7;

	private static final Set<TelemetryAttribute<?>> OF_ANY_SIGN = Set.of(TelemetryAttributes.REQUEST_FREQUENCY_PENALTY,
			TelemetryAttributes.REQUEST_PRESENCE_PENALTY, TelemetryAttributes.REQUEST_SEED);

	private Numbers() {
	}

	/**
	 * Whether a number may be the value of an attribute: of what this project's table
	 * has, nothing is negative but what a request may ask for, and what is no count is a
	 * time, a share or a speed.
	 */
	static boolean isValue(TelemetryAttribute<?> attribute, Number number) {
		double value = number.doubleValue();
		boolean usual = (attribute.key().getType() == AttributeType.DOUBLE) ? isSeconds(value) : value >= 0;
		return usual || ((!attribute.isListed() || OF_ANY_SIGN.contains(attribute)) && Double.isFinite(value));
	}

	static boolean isSeconds(double seconds) {
		return seconds >= 0 && seconds <= MAX_SECONDS;
	}

	/**
	 * Whether something can have taken so long.
	 */
	static boolean isTime(Duration duration) {
		return !duration.isNegative() && duration.getSeconds() < MAX_SECONDS;
	}

	/**
	 * A length of time in seconds.
	 */
	static double toSeconds(Duration duration) {
		return duration.getSeconds() + duration.getNano() / 1e9;
	}

}

package io.voicetelemetry.metrics;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of what was to be recorded and was not. They are there from the start, at 0:
 * what is alerted on must be. They do not keep what they read alive. Thread-safe.
 *
 * @since 0.1
 */
public final class RefusalMeters {

	private final MeterFactory factory;

	/**
	 * Meters of a registry.
	 * @param registry where the meters are
	 */
	public RefusalMeters(MeterRegistry registry) {
		this.factory = new MeterFactory(registry);
	}

	/**
	 * Registers the meter of one reason.
	 * @param <T> the type of what counts
	 * @param reason the value of the tag {@code reason}; there must be few
	 * @param source what counts
	 * @param count how many there were until now
	 */
	public <T> void register(String reason, T source, ToDoubleFunction<T> count) {
		this.factory.counter(VoiceMeter.REFUSALS.spec(),
				Tags.of(MeterTag.REASON.key(), Objects.requireNonNull(reason, "reason")), source, count);
	}

	/**
	 * Registers the meter of sessions that were rejected.
	 * @param <T> the type of what counts
	 * @param source what counts
	 * @param count how many there were until now
	 */
	public <T> void registerRejectedSessions(T source, ToDoubleFunction<T> count) {
		this.factory.counter(VoiceMeter.SESSIONS_REJECTED.spec(), Tags.empty(), source, count);
	}

}

package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Objects;

/**
 * How sessions behave.
 *
 * @param tracePerTurn whether each turn is a trace of its own, linked to the session's
 * ({@code voice.telemetry.session.trace=turn})
 * @param joinActiveSpan whether a session is a child of the span that is active when it
 * is opened, instead of a trace of its own
 * ({@code voice.telemetry.session.join-active-span})
 * @param alwaysRecordAttempts whether the tries of a request get spans even if there is
 * only one ({@code voice.telemetry.attempt-spans=always})
 * @param maxIdle how long nothing may happen in a session before it is ended
 * @param maxDuration how long a session may last before it is ended
 * @since 0.1
 */
public record SessionOptions(boolean tracePerTurn, boolean joinActiveSpan, boolean alwaysRecordAttempts,
		Duration maxIdle, Duration maxDuration) {

	/**
	 * Checks what can be wrong.
	 * @throws IllegalArgumentException if a duration is not positive
	 */
	public SessionOptions {
		requirePositive(maxIdle, "maxIdle");
		requirePositive(maxDuration, "maxDuration");
	}

	private static void requirePositive(Duration duration, String name) {
		Objects.requireNonNull(duration, name);
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive but is " + duration);
		}
	}

	/**
	 * What is used when nothing else is configured.
	 */
	public static final SessionOptions DEFAULT = new SessionOptions(false, false, false, Duration.ofMinutes(30),
			Duration.ofHours(4));

}

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
 * @param maxOpen how many sessions may be open at a time; of further ones nothing is
 * recorded
 * @since 0.1
 */
public record SessionOptions(boolean tracePerTurn, boolean joinActiveSpan, boolean alwaysRecordAttempts,
		Duration maxIdle, Duration maxDuration, int maxOpen) {

	/**
	 * Checks what can be wrong.
	 * @throws IllegalArgumentException if a duration or number is not positive
	 */
	public SessionOptions {
		requirePositive(maxIdle, "maxIdle");
		requirePositive(maxDuration, "maxDuration");
		if (maxOpen < 1) {
			throw new IllegalArgumentException("maxOpen must be at least 1 but is " + maxOpen);
		}
	}

	/**
	 * Options with the default number of open sessions.
	 * @param tracePerTurn whether each turn is a trace of its own
	 * @param joinActiveSpan whether a session is a child of the active span
	 * @param alwaysRecordAttempts whether a single try gets a span, too
	 * @param maxIdle how long nothing may happen in a session
	 * @param maxDuration how long a session may last
	 */
	public SessionOptions(boolean tracePerTurn, boolean joinActiveSpan, boolean alwaysRecordAttempts, Duration maxIdle,
			Duration maxDuration) {
		this(tracePerTurn, joinActiveSpan, alwaysRecordAttempts, maxIdle, maxDuration, DEFAULT_MAX_OPEN);
	}

	private static void requirePositive(Duration duration, String name) {
		Objects.requireNonNull(duration, name);
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive but is " + duration);
		}
	}

	/**
	 * How many sessions may be open when nothing else is configured: more than one
	 * machine serves, and at 5 KB each half a gigabyte, which an application that never
	 * ends its sessions survives.
	 */
	public static final int DEFAULT_MAX_OPEN = 100_000;

	/**
	 * What is used when nothing else is configured.
	 */
	public static final SessionOptions DEFAULT = new SessionOptions(false, false, false, Duration.ofMinutes(30),
			Duration.ofHours(4));

}

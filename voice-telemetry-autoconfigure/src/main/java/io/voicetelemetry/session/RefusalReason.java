package io.voicetelemetry.session;

import java.util.Locale;

/**
 * Why something that was to be recorded was not.
 *
 * @since 0.1
 */
public enum RefusalReason {

	/** It came after its handle, or the whole session, had ended. */
	LATE,

	/** The handle had ended already. */
	DOUBLE_END,

	/** No open session has that id. */
	UNKNOWN_SESSION,

	/** A session with that id is open already. */
	DUPLICATE_SESSION,

	/** As many sessions are open as may be. */
	SESSION_LIMIT,

	/** A name, value or time was {@code null} where there must be one. */
	NULL_ARGUMENT,

	/** A number was not finite, negative where it cannot be, or otherwise no value. */
	INVALID_VALUE,

	/** The span has as many attributes of the application's own as it may. */
	ATTRIBUTE_LIMIT,

	/** As many spans of the call are open as may be. */
	SPAN_LIMIT,

	/** There are as many listeners or callbacks as there may be. */
	LISTENER_LIMIT,

	/** Baggage of the context was too much to be passed on. */
	BAGGAGE_LIMIT,

	/** A turn or reply took more steps than its figures tell apart. */
	STEP_LIMIT,

	/**
	 * The span has as many events as it may: one that is neither first nor last is lost.
	 */
	EVENT_LIMIT,

	/**
	 * A time before its parent's start or in the future was moved to the nearest; a first
	 * token or byte before its request is none.
	 */
	TIME_OUT_OF_RANGE,

	/** Nothing is open that a span of this stage may stand under. */
	NO_PARENT,

	/** A reader, expression or argument of the application threw. */
	USER_CODE_FAILED,

	/**
	 * A listener or callback was not told something: too much was waiting for it, or the
	 * telemetry was closed.
	 */
	CALLBACK_OVERFLOW,

	/** Something of ours or of OpenTelemetry threw. */
	INTERNAL_ERROR;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The reason as meters and logs carry it.
	 * @return the reason in lower case
	 */
	public String value() {
		return this.value;
	}

}

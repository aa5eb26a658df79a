package io.voicetelemetry.export;

import java.util.Locale;

/**
 * Why a span did not reach a backend.
 *
 * @since 0.1
 */
public enum DropReason {

	/** More was waiting than may wait: the oldest went. */
	QUEUE_FULL,

	/** It could not be delivered for too long. */
	EXPIRED,

	/** The backend will not take it. */
	REJECTED,

	/** It is too large for the backend, even shortened. */
	TOO_LARGE,

	/** It could not be encoded, or what was stored of it could not be read. */
	FAILED,

	/** The application stopped before it could be delivered. */
	SHUTDOWN;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The reason as meters and logs carry it.
	 * @return the reason in lower case
	 */
	public String value() {
		return this.value;
	}

}

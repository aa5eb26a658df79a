package io.voicetelemetry.event;

import java.util.Locale;

/**
 * How a stage of a call ended.
 *
 * @since 0.1
 */
public enum Outcome {

	/**
	 * It did what it was asked to.
	 */
	SUCCESS,

	/**
	 * It failed.
	 */
	ERROR,

	/**
	 * It was cut off before it was done: a barge-in, a hang-up, a time-out.
	 */
	CANCELLED;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The outcome as attributes and meters carry it.
	 * @return {@code success}, {@code error} or {@code cancelled}
	 */
	public String value() {
		return this.value;
	}

}

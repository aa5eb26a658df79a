package io.voicetelemetry.event;

import java.util.Locale;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

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
	 * How work ended: to be cut off is not to fail.
	 * @param thrown what it threw, or {@code null} if it threw nothing
	 * @return the outcome
	 */
	public static Outcome of(@Nullable Throwable thrown) {
		if (thrown == null) {
			return SUCCESS;
		}
		return (thrown instanceof CancellationException || thrown instanceof InterruptedException) ? CANCELLED : ERROR;
	}

	/**
	 * The outcome as attributes and meters carry it.
	 * @return {@code success}, {@code error} or {@code cancelled}
	 */
	public String value() {
		return this.value;
	}

}

package io.voicetelemetry.export;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What became of the spans that a pipeline was given: each one is delivered, dropped or
 * still waiting, so {@code accepted} is the sum of the others at all times.
 *
 * @param backend the backend's name
 * @param accepted spans that were to be sent, those that an earlier process had left
 * included
 * @param delivered spans that the backend has confirmed
 * @param dropped spans that were given up, by reason; every reason is there
 * @param queued spans that wait or are under way
 * @param queuedBytes how much memory they take, about
 * @param problem why the last request was not taken, in one line and without any secret,
 * or {@code null} if it was
 * @since 0.1
 */
public record DeliveryCounts(String backend, long accepted, long delivered, Map<DropReason, Long> dropped, long queued,
		long queuedBytes, @Nullable String problem) {

	/**
	 * All spans that were given up.
	 * @return the number of spans
	 */
	public long droppedInAll() {
		return this.dropped.values().stream().mapToLong(Long::longValue).sum();
	}

}

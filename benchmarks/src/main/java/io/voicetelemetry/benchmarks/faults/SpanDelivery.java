package io.voicetelemetry.benchmarks.faults;

import java.util.Map;

import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * What is tried: takes ended spans and brings them to the receiver.
 */
interface SpanDelivery {

	String name();

	SpanProcessor processor();

	/**
	 * What has become of the spans so far, for each destination.
	 */
	Map<String, Counts> counts();

	/**
	 * What has become of spans.
	 *
	 * @param accepted that were given to it
	 * @param delivered that the receiver has confirmed
	 * @param dropped that were given up, by reason
	 * @param queued that wait or are under way
	 * @param queuedBytes how much memory those take
	 */
	record Counts(long accepted, long delivered, Map<String, Long> dropped, long queued, long queuedBytes) {

		long droppedInAll() {
			return this.dropped.values().stream().mapToLong(Long::longValue).sum();
		}

		boolean isBalanced() {
			return this.accepted == this.delivered + droppedInAll() + this.queued;
		}

	}

}

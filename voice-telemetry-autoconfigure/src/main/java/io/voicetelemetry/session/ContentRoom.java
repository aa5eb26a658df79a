package io.voicetelemetry.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;

/**
 * How much of what was said still fits on a span. A last share is kept for what comes of
 * it all: a long conversation must not leave a request without its answer. Thread-safe;
 * two threads may both take the last of the room.
 */
final class ContentRoom {

	/** What share of the room is not for what a model is told. */
	private static final int KEPT_FOR_ANSWERS = 8;

	private static final Set<TelemetryAttribute<?>> ANSWERS = Set.of(TelemetryAttributes.OUTPUT_MESSAGES,
			TelemetryAttributes.TOOL_CALL_RESULT, TelemetryAttributes.SPOKEN_TEXT,
			TelemetryAttributes.EXCEPTION_MESSAGE, TelemetryAttributes.EXCEPTION_STACKTRACE);

	private final int max;

	private final Map<AttributeKey<?>, Integer> lengths = new HashMap<>(4);

	private int total;

	ContentRoom(int max) {
		this.max = max;
	}

	/**
	 * How many {@code char}s a new value of an attribute may have.
	 */
	synchronized int of(TelemetryAttribute<?> attribute) {
		int kept = ANSWERS.contains(attribute) ? 0 : this.max / KEPT_FOR_ANSWERS;
		return Math.max(this.max - kept - this.total + this.lengths.getOrDefault(attribute.key(), 0), 0);
	}

	/**
	 * Whether an attribute has a value.
	 */
	synchronized boolean has(TelemetryAttribute<?> attribute) {
		return this.lengths.containsKey(attribute.key());
	}

	/**
	 * Told how many {@code char}s the new value of an attribute has.
	 */
	synchronized void taken(TelemetryAttribute<?> attribute, int length) {
		Integer before = this.lengths.put(attribute.key(), length);
		this.total += length - ((before != null) ? before : 0);
	}

}

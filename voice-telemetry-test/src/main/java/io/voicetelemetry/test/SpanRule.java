package io.voicetelemetry.test;

import java.util.HashSet;
import java.util.Set;

/**
 * What holds for each span by itself: a known stage, one clock, nothing twice.
 */
final class SpanRule implements TraceRule {

	@Override
	public void check(SpanIndex spans, Violations violations) {
		Set<String> seen = new HashSet<>();
		for (ReceivedSpan span : spans.voice()) {
			checkStage(span, violations);
			checkNothingTwice(span, seen, violations);
		}
		spans.all().forEach((span) -> checkClock(span, violations));
	}

	private static void checkStage(ReceivedSpan span, Violations violations) {
		if (!StageTable.knows(span.stage())) {
			violations.add(span, "stage", "no such stage");
		}
	}

	private static void checkNothingTwice(ReceivedSpan span, Set<String> seen, Violations violations) {
		if (!seen.add(span.traceId() + span.spanId())) {
			violations.add(span, "twice", "the span was sent more than once");
		}
		if (!span.duplicateKeys().isEmpty()) {
			violations.add(span, "twice", "attributes were sent more than once: %s", span.duplicateKeys());
		}
	}

	private static void checkClock(ReceivedSpan span, Violations violations) {
		long duration = span.endEpochNanos() - span.startEpochNanos();
		if (duration < 0) {
			violations.add(span, "clock", "ends %s before it starts", Violations.millis(-duration));
		}
	}

}

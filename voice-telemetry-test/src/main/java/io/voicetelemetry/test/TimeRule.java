package io.voicetelemetry.test;

/**
 * A voice span lies within the nearest voice span above it, give or take 2 ms. Spans of
 * other instrumentations keep their own time and are not judged.
 */
final class TimeRule implements TraceRule {

	private static final long TOLERANCE_NANOS = 2_000_000;

	@Override
	public void check(SpanIndex spans, Violations violations) {
		for (ReceivedSpan span : spans.voice()) {
			ReceivedSpan parent = spans.above(span).nearestVoiceSpan();
			if (parent != null) {
				check(span, parent, violations);
			}
		}
	}

	private static void check(ReceivedSpan span, ReceivedSpan parent, Violations violations) {
		long before = parent.startEpochNanos() - span.startEpochNanos();
		if (before > TOLERANCE_NANOS) {
			violations.add(span, "time", "starts %s before its parent %s", Violations.millis(before),
					Violations.nameOf(parent));
		}
		long after = span.endEpochNanos() - parent.endEpochNanos();
		if (after > TOLERANCE_NANOS) {
			violations.add(span, "time", "ends %s after its parent %s", Violations.millis(after),
					Violations.nameOf(parent));
		}
	}

}

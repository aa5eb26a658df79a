package io.voicetelemetry.test;

import java.util.Set;

/**
 * Every voice span says how it ended, and status, {@code error.type} and exception event
 * say the same.
 */
final class OutcomeRule implements TraceRule {

	private static final String ERROR = "error";

	private static final Set<String> OUTCOMES = Set.of("success", ERROR, "cancelled");

	@Override
	public void check(SpanIndex spans, Violations violations) {
		for (ReceivedSpan span : spans.voice()) {
			String outcome = span.string(VoiceKeys.OUTCOME);
			if (outcome == null || !OUTCOMES.contains(outcome)) {
				violations.add(span, VoiceKeys.OUTCOME, "is %s, not one of success, error, cancelled",
						span.attributes().get(VoiceKeys.OUTCOME));
			}
			else {
				checkError(span, outcome, violations);
			}
		}
	}

	private static void checkError(ReceivedSpan span, String outcome, Violations violations) {
		boolean failed = outcome.equals(ERROR);
		if (failed != span.statusCode().equals("ERROR")) {
			violations.add(span, "status", "is %s, but the outcome is %s", span.statusCode(), outcome);
		}
		boolean hasType = span.attributes().containsKey(VoiceKeys.ERROR_TYPE);
		if (failed != hasType) {
			violations.add(span, VoiceKeys.ERROR_TYPE, "is %s, but the outcome is %s", hasType ? "present" : "missing",
					outcome);
		}
		long exceptions = span.eventCount(VoiceKeys.EXCEPTION_EVENT);
		if (exceptions != (failed ? 1 : 0)) {
			violations.add(span, "exception", "%d exception events, but the outcome is %s", exceptions, outcome);
		}
	}

}

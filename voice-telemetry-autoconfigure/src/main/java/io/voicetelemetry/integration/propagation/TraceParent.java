package io.voicetelemetry.integration.propagation;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * The {@code traceparent} of W3C Trace Context as a text of its own. Not through
 * OpenTelemetry's propagator, which needs a context: under the Java agent that is the
 * agent's.
 */
final class TraceParent {

	private static final String VERSION = "00";

	/** {@code 00-<trace id>-<span id>-<flags>}. */
	private static final int LENGTH = 55;

	private static final int SPAN_ID = 36;

	private static final int FLAGS = 53;

	private TraceParent() {
	}

	static String write(SpanContext span) {
		return VERSION + "-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
	}

	/**
	 * Reads what somebody wrote: later versions may say more behind.
	 * @return the ids, invalid if the text is malformed
	 */
	static SpanContext read(String text) {
		if (!isWellFormed(text)) {
			return SpanContext.getInvalid();
		}
		String traceId = text.substring(3, SPAN_ID - 1);
		String spanId = text.substring(SPAN_ID, FLAGS - 1);
		if (!TraceId.isValid(traceId) || !SpanId.isValid(spanId)) {
			return SpanContext.getInvalid();
		}
		return SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.fromHex(text, FLAGS),
				TraceState.getDefault());
	}

	private static boolean isWellFormed(String text) {
		if (text.length() < LENGTH || text.charAt(2) != '-' || text.charAt(SPAN_ID - 1) != '-'
				|| text.charAt(FLAGS - 1) != '-' || !isHex(text, 0) || !isHex(text, FLAGS) || text.startsWith("ff")) {
			return false;
		}
		return text.length() == LENGTH || (!text.startsWith(VERSION) && text.charAt(LENGTH) == '-');
	}

	private static boolean isHex(String text, int at) {
		return isHex(text.charAt(at)) && isHex(text.charAt(at + 1));
	}

	private static boolean isHex(char digit) {
		return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
	}

}

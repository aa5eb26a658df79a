package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id of a call's span in the log's context, by hand. Those of the session, the trace
 * and the turn are there already.
 */
final class HandWrittenLog implements AutoCloseable {

	static final String SESSION_ID = "session.id";

	static final String TRACE_ID = "trace_id";

	static final String SPAN_ID = "span_id";

	static final String SPEECH_ID = "speech_id";

	private final @Nullable String outer;

	HandWrittenLog(SpanContext span) {
		this.outer = MDC.get(SPAN_ID);
		MDC.put(SPAN_ID, span.getSpanId());
	}

	@Override
	public void close() {
		if (this.outer != null) {
			MDC.put(SPAN_ID, this.outer);
		}
		else {
			MDC.remove(SPAN_ID);
		}
	}

}

package io.voicetelemetry.integration.propagation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.voicetelemetry.logging.LogContext;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import org.slf4j.MDC;

/**
 * What a thread knows of the call that it works for.
 *
 * @param session the session's id, empty if there is none
 * @param stage the id of the innermost voice span's span, empty if there is none
 * @param span the id of the active span
 * @param log the session's id in the logging context, empty if there is none
 */
record Seen(String session, String stage, String span, String log) {

	/**
	 * What this thread knows.
	 */
	static Seen here() {
		Context current = Context.current();
		VoiceSession session = VoiceContext.session(current);
		VoiceSpan stage = VoiceContext.span(current);
		String log = MDC.get(LogContext.SESSION_ID);
		return new Seen((session != null) ? session.id() : "", (stage != null) ? stage.spanContext().getSpanId() : "",
				Span.current().getSpanContext().getSpanId(), (log != null) ? log : "");
	}

	/**
	 * What a thread is to know in a stage.
	 */
	static Seen in(VoiceSession session, VoiceSpan stage) {
		String span = stage.spanContext().getSpanId();
		return new Seen(session.id(), span, span, session.id());
	}

	/**
	 * The same, with another span active.
	 */
	Seen withSpan(String span) {
		return new Seen(this.session, this.stage, span, this.log);
	}

	boolean isOutside() {
		return this.session.isEmpty() && this.stage.isEmpty() && this.log.isEmpty();
	}

}

package io.voicetelemetry.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Tells the log which call and which turn its lines are about: while one is open, the ids
 * are in the {@link MDC} of this thread, so that every line carries them in any format.
 * An id that is not known is taken out for that long: it would be another call's. Closing
 * puts back what was there before.
 * <p>
 * To be closed on the thread that opened it, the last one opened first. Closing again
 * does nothing.
 *
 * @since 0.1
 */
public final class LogContext implements AutoCloseable {

	/**
	 * The key of the session's id.
	 */
	public static final String SESSION_ID = "session.id";

	/**
	 * The key of the trace's id, 32 hexadecimal digits.
	 */
	public static final String TRACE_ID = "trace_id";

	/**
	 * The key of the span's id, 16 hexadecimal digits.
	 */
	public static final String SPAN_ID = "span_id";

	/**
	 * The key of the turn's id.
	 */
	public static final String SPEECH_ID = "speech_id";

	private final @Nullable String previousSessionId;

	private final @Nullable String previousTraceId;

	private final @Nullable String previousSpanId;

	private final @Nullable String previousSpeechId;

	private boolean closed;

	private LogContext(@Nullable String sessionId, @Nullable String traceId, @Nullable String spanId,
			@Nullable String speechId) {
		this.previousSessionId = replace(SESSION_ID, LogText.ofNullable(sessionId));
		this.previousTraceId = replace(TRACE_ID, LogText.ofNullable(traceId));
		this.previousSpanId = replace(SPAN_ID, LogText.ofNullable(spanId));
		this.previousSpeechId = replace(SPEECH_ID, LogText.ofNullable(speechId));
	}

	/**
	 * Puts the ids into this thread's {@link MDC}. What could break a line is replaced in
	 * them, and what is longer than 256 characters cut off.
	 * @param sessionId the session, or {@code null} outside any
	 * @param traceId the trace, or {@code null} if there is none
	 * @param spanId the span, or {@code null} if there is none
	 * @param speechId the turn, or {@code null} outside any
	 * @return what takes them out again when it is closed
	 */
	public static LogContext of(@Nullable String sessionId, @Nullable String traceId, @Nullable String spanId,
			@Nullable String speechId) {
		return new LogContext(sessionId, traceId, spanId, speechId);
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		set(SESSION_ID, this.previousSessionId);
		set(TRACE_ID, this.previousTraceId);
		set(SPAN_ID, this.previousSpanId);
		set(SPEECH_ID, this.previousSpeechId);
	}

	private static @Nullable String replace(String key, @Nullable String value) {
		String previous = MDC.get(key);
		set(key, value);
		return previous;
	}

	private static void set(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

}

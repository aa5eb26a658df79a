package io.voicetelemetry.logging;

import java.util.Objects;

import io.voicetelemetry.content.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Tells the log which call and which turn its lines are about: while one is open, the ids
 * are in the {@link MDC} of this thread, so that every line carries them in any format.
 * An id that is not known is taken out for that long: it would be another call's. Closing
 * puts back what was there before.
 * <p>
 * To be closed on the thread that opened it, the last one opened first: any that are open
 * inside it are closed with it. Closing again does nothing, nor does another thread.
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

	/**
	 * The innermost one that is open on a thread.
	 */
	private static final ThreadLocal<@Nullable LogContext> INNERMOST = new ThreadLocal<>();

	private static final int SESSION = 1;

	private static final int TRACE = 1 << 1;

	private static final int SPAN = 1 << 2;

	private static final int SPEECH = 1 << 3;

	/** Deeper than any code: they were not closed, and must not pile up. */
	private static final int MAX_DEPTH = 1000;

	private final @Nullable LogContext outer;

	private final int depth;

	/** What was there before under each key, put back if it was changed. */
	private final @Nullable String sessionId;

	private final @Nullable String traceId;

	private final @Nullable String spanId;

	private final @Nullable String speechId;

	/** Which keys were changed. */
	private final int changed;

	private LogContext(@Nullable String sessionId, @Nullable String traceId, @Nullable String spanId,
			@Nullable String speechId) {
		this.sessionId = MDC.get(SESSION_ID);
		this.traceId = MDC.get(TRACE_ID);
		this.spanId = MDC.get(SPAN_ID);
		this.speechId = MDC.get(SPEECH_ID);
		this.changed = change(SESSION, SESSION_ID, this.sessionId, sessionId)
				| change(TRACE, TRACE_ID, this.traceId, traceId) | change(SPAN, SPAN_ID, this.spanId, spanId)
				| change(SPEECH, SPEECH_ID, this.speechId, speechId);
		LogContext outer = INNERMOST.get();
		this.outer = (outer != null && outer.depth < MAX_DEPTH) ? outer : null;
		this.depth = (this.outer != null) ? this.outer.depth + 1 : 0;
		INNERMOST.set(this);
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
		LogContext innermost = INNERMOST.get();
		if (!isOpenIn(innermost)) {
			// Closed already, or of another thread.
			return;
		}
		for (LogContext open = innermost; open != null && open != this; open = open.outer) {
			open.undo();
		}
		undo();
		INNERMOST.set(this.outer);
	}

	private boolean isOpenIn(@Nullable LogContext innermost) {
		LogContext open = innermost;
		while (open != null && open != this) {
			open = open.outer;
		}
		return open == this;
	}

	/**
	 * Of two contexts inside each other most ids are the same: then nothing is done, as
	 * this is on the way of every call.
	 */
	private static int change(int which, String key, @Nullable String previous, @Nullable String value) {
		if (Objects.equals(previous, value)) {
			return 0;
		}
		set(key, LogText.ofNullable(value));
		return which;
	}

	private void undo() {
		undo(SESSION, SESSION_ID, this.sessionId);
		undo(TRACE, TRACE_ID, this.traceId);
		undo(SPAN, SPAN_ID, this.spanId);
		undo(SPEECH, SPEECH_ID, this.speechId);
	}

	private void undo(int which, String key, @Nullable String previous) {
		if ((this.changed & which) != 0) {
			set(key, previous);
		}
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

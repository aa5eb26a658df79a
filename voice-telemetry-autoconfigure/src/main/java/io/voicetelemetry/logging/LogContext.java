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

	/** Deeper than any code: they were not closed, and must not pile up. */
	private static final int MAX_DEPTH = 1000;

	private final @Nullable LogContext outer;

	private final int depth;

	private final Change sessionId;

	private final Change traceId;

	private final Change spanId;

	private final Change speechId;

	private LogContext(@Nullable String sessionId, @Nullable String traceId, @Nullable String spanId,
			@Nullable String speechId) {
		this.sessionId = Change.to(SESSION_ID, sessionId);
		this.traceId = Change.to(TRACE_ID, traceId);
		this.spanId = Change.to(SPAN_ID, spanId);
		this.speechId = Change.to(SPEECH_ID, speechId);
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

	private void undo() {
		this.sessionId.undo();
		this.traceId.undo();
		this.spanId.undo();
		this.speechId.undo();
	}

	/**
	 * What was done to one key. Of two contexts inside each other most ids are the same:
	 * then nothing is done, as this is on the way of every call.
	 *
	 * @param key the key, or {@code null} if nothing was done
	 * @param previous the value before
	 */
	private record Change(@Nullable String key, @Nullable String previous) {

		private static final Change NONE = new Change(null, null);

		static Change to(String key, @Nullable String value) {
			String previous = MDC.get(key);
			if (Objects.equals(previous, value)) {
				return NONE;
			}
			set(key, LogText.ofNullable(value));
			return new Change(key, previous);
		}

		void undo() {
			if (this.key != null) {
				set(this.key, this.previous);
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

}

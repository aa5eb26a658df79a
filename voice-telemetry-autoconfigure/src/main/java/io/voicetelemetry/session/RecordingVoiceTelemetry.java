package io.voicetelemetry.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class RecordingVoiceTelemetry implements ClosableVoiceTelemetry {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final Recorder recorder;

	private final Runnable onSessionEnd;

	private final CallbackThread callbackThread;

	private final Map<String, SessionHandle> sessions = new ConcurrentHashMap<>();

	private final SessionReaper reaper;

	private volatile boolean closed;

	RecordingVoiceTelemetry(Recorder recorder, Runnable onSessionEnd) {
		this.recorder = recorder;
		this.onSessionEnd = onSessionEnd;
		this.callbackThread = new CallbackThread(recorder.refusals());
		this.reaper = new SessionReaper(this.sessions.values(), recorder);
	}

	@Override
	public SessionBuilder session() {
		return new DefaultSessionBuilder(this::open);
	}

	private VoiceSession open(DefaultSessionBuilder builder) {
		if (this.closed) {
			this.recorder.refusals().count(RefusalReason.LATE);
			return NoopHandles.SESSION;
		}
		try {
			SessionIdentity identity = builder.identity();
			SessionHandle[] opened = new SessionHandle[1];
			SessionHandle session = this.sessions.computeIfAbsent(identity.id(),
					(id) -> opened[0] = begin(identity, builder.startedAt()));
			if (session != opened[0]) {
				this.recorder.refusals().count(RefusalReason.DUPLICATE_SESSION);
			}
			this.reaper.start();
			if (this.closed) {
				session.end(SessionHandle.SHUTDOWN);
			}
			return session;
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Opening a session", ex);
			return NoopHandles.SESSION;
		}
	}

	private SessionHandle begin(SessionIdentity identity, @Nullable Instant at) {
		SessionClock clock = new SessionClock(this.recorder.time());
		Context current = Context.current();
		Span active = Span.fromContext(current);
		long now = clock.nowNanos();
		long startNanos = (at != null) ? Math.min(SessionClock.toEpochNanos(at), now) : now;
		SpanBuilder builder = this.recorder.tracer()
			.spanBuilder(Stage.AGENT_SESSION.value())
			.setStartTimestamp(startNanos, TimeUnit.NANOSECONDS);
		Context parent = this.recorder.options().joinActiveSpan() ? current : Context.root();
		builder.setParent(parent.with(VoiceContext.SAMPLING, VoiceContext.Sampling.BY_RATE));
		if (!this.recorder.options().joinActiveSpan() && active.getSpanContext().isValid()) {
			builder.addLink(active.getSpanContext());
		}
		SpanStart start = new SpanStart(this.recorder, Stage.AGENT_SESSION, null, null, builder.startSpan(),
				Baggage.fromContext(current), startNanos);
		SessionHandle session = new SessionHandle(start, identity, clock,
				new SessionCallbacks(this.callbackThread, this::sessionEnded));
		this.recorder.starter().putCommonAttributes(session);
		session.put(TelemetryAttributes.AGENT_NAME, identity.agentName());
		identity.metadata().forEach(session::setAttribute);
		return session;
	}

	private void sessionEnded(SessionHandle session) {
		this.sessions.remove(session.id(), session);
		try {
			this.onSessionEnd.run();
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Following up on the end of a session", ex);
		}
	}

	@Override
	public VoiceSession session(@Nullable String id) {
		SessionHandle session = (id != null) ? this.sessions.get(id) : null;
		if (session == null) {
			this.recorder.refusals().count(RefusalReason.UNKNOWN_SESSION);
			return NoopHandles.SESSION;
		}
		return session;
	}

	@Override
	public Optional<VoiceSession> findSession(@Nullable String id) {
		return (id != null) ? Optional.ofNullable(this.sessions.get(id)) : Optional.empty();
	}

	@Override
	public int openSessions() {
		return this.sessions.size();
	}

	@Override
	public Map<RefusalReason, Long> refusals() {
		return this.recorder.refusals().snapshot();
	}

	@Override
	public void refused(RefusalReason reason, String what, @Nullable Throwable error) {
		this.recorder.refusals().count(reason, what, error);
	}

	@Override
	public VoiceSpan start(@Nullable Stage stage, @Nullable String name) {
		if (stage == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
			return NoopHandles.OPERATION;
		}
		return this.recorder.starter().start(stage, name, Context.current());
	}

	@Override
	public VoiceSpan start(@Nullable VoiceSession session, @Nullable Stage stage, @Nullable String name) {
		if (stage == null || session == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
			return NoopHandles.of((stage != null) ? stage : Stage.OPERATION);
		}
		if (!(session instanceof SessionHandle handle) || handle.recorder != this.recorder) {
			return NoopHandles.of(stage);
		}
		SpanHandle near = Context.current().get(VoiceContext.HANDLE);
		return this.recorder.starter()
			.start(stage, name, (near != null && near.session == handle) ? near : handle, handle, null);
	}

	@Override
	public void close() {
		this.closed = true;
		this.reaper.close();
		int open = this.sessions.size();
		if (open > 0) {
			logger.info("Ending {} voice session(s) that are still open", open);
		}
		this.sessions.values().forEach((session) -> session.end(SessionHandle.SHUTDOWN));
		this.callbackThread.close();
	}

	/**
	 * Ends the sessions that are idle or too old, as the reaper does from time to time.
	 */
	void reap() {
		this.reaper.reap();
	}

}

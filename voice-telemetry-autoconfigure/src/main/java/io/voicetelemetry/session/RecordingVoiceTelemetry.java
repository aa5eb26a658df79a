package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class RecordingVoiceTelemetry implements ClosableVoiceTelemetry {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final Recorder recorder;

	private final Runnable onSessionEnd;

	private final Map<String, SessionHandle> sessions = new ConcurrentHashMap<>();

	private final SessionReaper reaper;

	private final SessionLimit limit;

	RecordingVoiceTelemetry(Recorder recorder, Runnable onSessionEnd) {
		this.recorder = recorder;
		this.onSessionEnd = onSessionEnd;
		this.reaper = new SessionReaper(this.sessions.values(), recorder);
		this.limit = new SessionLimit(recorder);
	}

	@Override
	public SessionBuilder session() {
		return new DefaultSessionBuilder(this::open, this.recorder.refusals());
	}

	private VoiceSession open(DefaultSessionBuilder builder) {
		if (this.recorder.isClosed()) {
			this.recorder.refusals().count(RefusalReason.LATE);
			return NoopHandles.SESSION;
		}
		try {
			SessionIdentity identity = builder.identity().under(this.recorder.content());
			// One that has ended, and is only not removed yet, is in nobody's way.
			SessionHandle session = this.sessions.compute(identity.id(),
					(id, open) -> (open != null && open.isOpen()) ? open : beginIfThereIsRoom(identity, builder));
			if (session == null) {
				this.limit.rejected();
				return NoopHandles.SESSION;
			}
			// Only now: whoever is told of the session may look for it, or open another.
			session.reports().tellAnnounced();
			if (!session.isOf(identity)) {
				this.recorder.refusals().count(RefusalReason.DUPLICATE_SESSION);
				suppressContent(session, builder);
			}
			this.reaper.start();
			if (this.recorder.isClosed()) {
				// Whoever closed it may have missed this one.
				session.end(DisconnectReasons.SHUTDOWN);
			}
			return session;
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Opening a session", ex);
			return NoopHandles.SESSION;
		}
	}

	private @Nullable SessionHandle beginIfThereIsRoom(SessionIdentity identity, DefaultSessionBuilder settings) {
		if (!this.limit.take()) {
			return null;
		}
		try {
			return begin(identity, settings);
		}
		catch (Throwable ex) {
			this.limit.giveBack();
			throw ex;
		}
	}

	private SessionHandle begin(SessionIdentity identity, DefaultSessionBuilder settings) {
		SessionClock clock = new SessionClock(this.recorder.time());
		Context current = Context.current();
		long startNanos = startOf(settings.startedAt(), clock.nowNanos());
		SpanBuilder builder = this.recorder.tracer()
			.spanBuilder(Stage.AGENT_SESSION.value())
			.setStartTimestamp(startNanos, TimeUnit.NANOSECONDS);
		place(builder, current, settings.remoteParent());
		Span span = builder.startSpan();
		SpanStart start = new SpanStart(this.recorder, Stage.AGENT_SESSION, null, null, null, span, false,
				this.recorder.propagatedIds()
					.addTo(Baggage.fromContext(current), identity, null, span.getSpanContext(),
							this.recorder.refusals()),
				clock, startNanos);
		SessionHandle session = new SessionHandle(start, identity,
				new SessionCallbacks(this.recorder.listenerThreads(), this::sessionEnded));
		this.recorder.starter().putCommonAttributes(session);
		suppressContent(session, settings);
		session.put(TelemetryAttributes.AGENT_NAME, identity.agentName());
		settings.metadata().forEach(session::setAttribute);
		settings.listeners().forEach(session::addListener);
		session.reports().announceStart();
		return session;
	}

	/**
	 * Says where a session stands: alone, or under the active span or the one that the
	 * call comes from. What it does not stand under it is linked to.
	 */
	private void place(SpanBuilder builder, Context current, SpanContext remote) {
		SpanContext active = Span.fromContext(current).getSpanContext();
		boolean joins = this.recorder.options().joinActiveSpan();
		if (joins && remote.isValid()) {
			builder.setParent(new RemoteContext(remote));
		}
		else {
			Context parent = joins ? current : Context.root();
			builder.setParent(parent.with(VoiceContext.SAMPLING, VoiceContext.Sampling.BY_RATE));
		}
		if (active.isValid() && (!joins || remote.isValid())) {
			builder.addLink(active);
		}
		if (remote.isValid() && !joins) {
			builder.addLink(remote);
		}
	}

	private static void suppressContent(SessionHandle session, DefaultSessionBuilder settings) {
		if (!settings.content()) {
			session.suppressContent();
		}
	}

	/**
	 * A session that began in the future, or so long ago that it would have to be ended
	 * at once, begins now.
	 */
	private long startOf(@Nullable Instant at, long now) {
		if (at == null) {
			return now;
		}
		long startNanos = SessionClock.toEpochNanos(at);
		long earliest = now - this.reaper.maxDurationNanos();
		if (startNanos > now || startNanos < 0 || startNanos <= earliest) {
			this.recorder.refusals().count(RefusalReason.TIME_OUT_OF_RANGE);
			return now;
		}
		return startNanos;
	}

	private void sessionEnded(SessionHandle session) {
		this.sessions.remove(session.id(), session);
		this.limit.giveBack();
		try {
			this.onSessionEnd.run();
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Following up on the end of a session", ex);
		}
	}

	@Override
	public VoiceSession session(@Nullable String id) {
		VoiceSession session = openSession(id);
		if (session == null) {
			this.recorder.refusals().count(RefusalReason.UNKNOWN_SESSION);
			return NoopHandles.SESSION;
		}
		return session;
	}

	@Override
	public Optional<VoiceSession> findSession(@Nullable String id) {
		return Optional.ofNullable(openSession(id));
	}

	private @Nullable VoiceSession openSession(@Nullable String id) {
		String limited = SessionIdentity.limited(id);
		SessionHandle session = (limited != null) ? this.sessions.get(limited) : null;
		return (session != null && session.isOpen()) ? session : null;
	}

	@Override
	public int openSessions() {
		return this.sessions.size();
	}

	@Override
	public Optional<Duration> oldestSession() {
		return this.sessions.values()
			.stream()
			.map((session) -> Duration.ofNanos(session.nowNanos() - session.startNanos))
			.max(Comparator.naturalOrder());
	}

	@Override
	public Map<RefusalReason, Long> refusals() {
		return this.recorder.refusals().snapshot();
	}

	@Override
	public void addListener(@Nullable VoiceMetricsListener listener) {
		if (listener == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
		}
		else if (!this.recorder.publisher().addListener(listener, (type) -> true)) {
			this.recorder.refusals().count(RefusalReason.LISTENER_LIMIT);
		}
	}

	@Override
	public void refused(@Nullable RefusalReason reason, @Nullable String what, @Nullable Throwable error) {
		RefusalReason counted = (reason != null) ? reason : RefusalReason.NULL_ARGUMENT;
		if (what != null) {
			this.recorder.refusals().count(counted, what, error);
		}
		else {
			this.recorder.refusals().count(counted);
		}
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
		this.recorder.close();
		this.reaper.close();
		int open = this.sessions.size();
		if (open > 0) {
			logger.info("Ending {} voice session(s) that are still open", open);
		}
		WaitingTime waiting = new WaitingTime();
		this.sessions.values().forEach((session) -> session.end(DisconnectReasons.SHUTDOWN, waiting));
		this.recorder.listenerThreads().close();
	}

	/**
	 * Ends the sessions that are idle or too old, as the reaper does from time to time.
	 */
	void reap() {
		this.reaper.reap();
	}

}

package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What all handles have in common: their place in the tree, their time, and that they end
 * once.
 */
abstract class SpanHandle extends SpanRecording {

	private final Stage begunAs;

	/**
	 * Set where a request turns out to be a node. Not set from the start, as no volatile
	 * field of a request to a model is: each such write takes as long as two attributes.
	 */
	private volatile @Nullable Stage turnedInto;

	/** Whether the application named the span. */
	final boolean named;

	final @Nullable SpanHandle parent;

	final @Nullable SessionHandle session;

	final long startNanos;

	/**
	 * The turn it belongs to, or {@code null}.
	 */
	final @Nullable String speechId;

	private final SessionClock clock;

	private final HandleContext context;

	private final SpanLifecycle lifecycle;

	private volatile boolean done;

	SpanHandle(SpanStart start) {
		super(start.recorder(), start.span());
		this.begunAs = start.stage();
		this.named = start.named();
		this.parent = start.parent();
		this.session = (start.session() == null && this instanceof SessionHandle self) ? self : start.session();
		this.startNanos = start.startNanos();
		this.speechId = start.speechId();
		this.clock = start.clock();
		this.context = new HandleContext(this, start.baggage());
		this.lifecycle = new SpanLifecycle(this, (this.parent != null) ? this.parent.lifecycle : null);
		if (this.parent != null && this.parent.isContentSuppressed()) {
			SuppressedSpans.add(this);
		}
	}

	final SpanLifecycle lifecycle() {
		return this.lifecycle;
	}

	@Override
	public final Stage stage() {
		Stage turnedInto = this.turnedInto;
		return (turnedInto != null) ? turnedInto : this.begunAs;
	}

	/**
	 * Whether it is still the stage that it was begun as.
	 */
	final boolean isAsBegun() {
		return this.turnedInto == null;
	}

	@Override
	public final SpanContext spanContext() {
		return this.span.getSpanContext();
	}

	@Override
	public final Context context() {
		return this.recorder.isNoop() ? Context.current() : this.context;
	}

	final Baggage baggage() {
		return this.context.baggage();
	}

	@Override
	public final boolean isOpen() {
		return this.lifecycle.isOpen();
	}

	final boolean isDone() {
		return this.done;
	}

	final void done(boolean done) {
		this.done = done;
	}

	@Override
	final boolean isContentSuppressed() {
		for (SpanHandle near = this; near != null; near = near.parent) {
			if (near.suppressesContent()) {
				return true;
			}
		}
		return false;
	}

	final SessionClock clock() {
		return this.clock;
	}

	@Override
	public final Instant now() {
		return SessionClock.toInstant(nowNanos());
	}

	@Override
	final long nowNanos() {
		return this.clock.nowNanos();
	}

	/**
	 * A moment that the application gave, moved to where it makes sense: not before this
	 * stage began, not in the future.
	 */
	final long momentOf(@Nullable Instant at) {
		long now = nowNanos();
		if (at == null) {
			return now;
		}
		long nanos = SessionClock.toEpochNanos(at);
		if (nanos < this.startNanos) {
			refuse(RefusalReason.TIME_OUT_OF_RANGE);
			return this.startNanos;
		}
		if (nanos > now) {
			refuse(RefusalReason.TIME_OUT_OF_RANGE);
			return now;
		}
		return nanos;
	}

	@Override
	final boolean accepts() {
		return accepts(!this.lifecycle.isEnded());
	}

	/**
	 * Whether this is open: where it is not enough that children still run.
	 */
	final boolean acceptsSignal() {
		return accepts(isOpen());
	}

	private boolean accepts(boolean inTime) {
		if (inTime) {
			touchSession();
		}
		else {
			refuse(RefusalReason.LATE);
		}
		return inTime;
	}

	final void touchSession() {
		if (this.session != null) {
			this.session.touch();
		}
	}

	@Override
	public final VoiceSpan startOperation(@Nullable String name) {
		return startChild(Stage.OPERATION, name, null);
	}

	final SpanHandle startChild(Stage stage) {
		return startChild(stage, null, null);
	}

	final SpanHandle startChild(Stage stage, @Nullable String name, @Nullable Instant at) {
		return this.recorder.starter().start(stage, name, this, this.session, at);
	}

	@Override
	public final void end() {
		end((Instant) null);
	}

	@Override
	public void end(@Nullable Instant at) {
		this.lifecycle.end(Outcome.SUCCESS, null, at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		this.lifecycle.end(Outcome.ERROR, error, null);
	}

	@Override
	public final void cancel() {
		cancel(null);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		this.lifecycle.end(Outcome.CANCELLED, null, at);
	}

	/**
	 * Takes the place of another stage, before anything stands under this.
	 */
	final void become(Stage stage) {
		turnInto(stage);
		if (isRecording()) {
			this.span.setAttribute(TelemetryAttributes.STAGE.key(), stage.value());
			if (!this.named) {
				this.span.updateName(stage.value());
			}
		}
	}

	/**
	 * Takes the place of another stage before anything was said of it.
	 */
	final void turnInto(Stage stage) {
		this.turnedInto = stage;
	}

	/**
	 * Told that this stage has its place in the tree.
	 */
	void begun() {
	}

	/**
	 * Told, under the lock of the tree, that a child has ended.
	 */
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
	}

	/**
	 * Told, under the lock of the tree and only where content is captured, that this
	 * stage has ended: what was said in it belongs to those above, too. Locks of handles
	 * must not be taken there.
	 */
	void handContentOn(Outcome outcome) {
	}

	/**
	 * The reply that this is a step of, or {@code null}.
	 */
	final @Nullable AgentTurnHandle reply() {
		for (SpanHandle near = this.parent; near != null; near = near.parent) {
			if (near instanceof AgentTurnHandle reply) {
				return reply;
			}
		}
		return null;
	}

	/**
	 * How the stage ended after all, when what its children did has its say. Asked under
	 * the lock of the tree.
	 */
	Outcome outcomeOf(Outcome requested) {
		return requested;
	}

	/**
	 * What made the stage fail after all. Asked under the lock of the tree.
	 */
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		return error;
	}

	/**
	 * Whether what made the stage fail comes from a step whose content is not to be
	 * recorded.
	 */
	boolean hasSecretFailure() {
		return false;
	}

	/**
	 * Asked, under the lock of the tree, what the session's summary has to say of this
	 * stage, which has ended.
	 */
	void countIn(SessionCounts counts) {
		counts.ended(stage());
	}

	/**
	 * Whether this stage has figures of its own: of a node around a request, the request
	 * has them.
	 */
	boolean takesFigures() {
		return false;
	}

	/**
	 * Asked, under the lock of the tree, for the figures of this stage, which has ended,
	 * if it {@linkplain #takesFigures takes} any. Locks of handles must not be taken
	 * there.
	 */
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		return List.of();
	}

	/**
	 * Where figures of this stage come from.
	 */
	MetricsOrigin origin(Outcome outcome, @Nullable String errorType, long atNanos) {
		return new MetricsOrigin(sessionId(), tenantId(), this.speechId, null, null, null, null, null, null, outcome,
				errorType, SessionClock.toInstant(atNanos), traceId(), spanId());
	}

	final @Nullable String sessionId() {
		return (this.session != null) ? this.session.id() : null;
	}

	final @Nullable String tenantId() {
		return (this.session != null) ? this.session.identity().tenantId() : null;
	}

	final @Nullable String traceId() {
		return spanContext().isValid() ? spanContext().getTraceId() : null;
	}

	final @Nullable String spanId() {
		return spanContext().isValid() ? spanContext().getSpanId() : null;
	}

	@Override
	public final boolean isMeasured() {
		return !this.recorder.isNoop();
	}

	@Override
	public final VoiceSpan report(@Nullable Function<MetricsOrigin, VoiceMetrics> metrics) {
		if (metrics == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts()) {
			StageFigures.report(this, metrics, RefusalReason.USER_CODE_FAILED);
		}
		return this;
	}

	/**
	 * Told, outside any lock, that this stage has ended and its span is about to.
	 */
	void beforeSpanEnds() {
	}

	@Override
	public final String toString() {
		return stage().value() + "[" + spanContext().getTraceId() + "/" + spanContext().getSpanId() + "]";
	}

}

package io.voicetelemetry.session;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Begins stages, each under the parent that the table of stages gives it.
 */
final class SpanStarter {

	/** Outside any session, how long a clock may serve for new trees. */
	private static final long CLOCK_LIFE_NANOS = 1_000_000_000;

	private final Recorder recorder;

	/** What is outermost is nearly always under no span at all. */
	private volatile @Nullable Context rootByRate;

	private volatile @Nullable SessionClock recentClock;

	SpanStarter(Recorder recorder) {
		this.recorder = recorder;
	}

	/**
	 * Begins a stage where a thread is.
	 */
	SpanHandle start(Stage stage, @Nullable String name, Context where) {
		SpanHandle near = where.get(VoiceContext.HANDLE);
		if (near == null || (near.session == null && ParentChoice.openOutsideSession(near) == null)) {
			return startOutermost(stage, name, where);
		}
		return start(stage, name, near, near.session, null);
	}

	/**
	 * Begins a stage of a session, or inside a stage that is outside any.
	 * @param near the innermost stage that the new one is in
	 * @param session the session, or {@code null} outside any
	 * @param at when it began; {@code null} is now
	 */
	SpanHandle start(Stage stage, @Nullable String name, SpanHandle near, @Nullable SessionHandle session,
			@Nullable Instant at) {
		if (isOff(stage)) {
			return NoopHandles.of(stage);
		}
		try {
			RetriedRequestHandle replaced = NestedRequests.makeRoomFor(stage, near);
			SpanHandle parent;
			long startNanos;
			do {
				parent = ParentChoice.parentOf(stage, near, session);
				if (parent == null) {
					this.recorder.refusals().count(near.isOpen() ? RefusalReason.NO_PARENT : RefusalReason.LATE);
					return NoopHandles.of(stage);
				}
				if (parent.lifecycle().isTreeFull()) {
					this.recorder.refusals().count(RefusalReason.SPAN_LIMIT);
					return NoopHandles.of(stage);
				}
				startNanos = parent.momentOf(at);
				// If it ended in this very moment, there is another.
			}
			while (!parent.lifecycle().expectChild(startNanos));
			parent.touchSession();
			SpanHandle handle = begin(stage, name, parent, startNanos);
			if (replaced != null && handle instanceof RetriedRequestHandle request) {
				request.standsInFor(replaced);
			}
			return handle;
		}
		catch (Throwable ex) {
			return failed(stage, ex);
		}
	}

	/**
	 * Begins a stage that is in no other: under the active span.
	 */
	private SpanHandle startOutermost(Stage stage, @Nullable String name, Context current) {
		if (isOff(stage)) {
			return NoopHandles.of(stage);
		}
		try {
			// To read the wall time each time would be dear, to read it once in a
			// process would miss how it is set.
			SessionClock clock = this.recentClock;
			long startNanos = (clock != null) ? clock.nowNanos() : 0;
			if (clock == null || startNanos - clock.readNanos() > CLOCK_LIFE_NANOS) {
				clock = new SessionClock(this.recorder.time());
				this.recentClock = clock;
				startNanos = clock.nowNanos();
			}
			Span span = builder(stage, name, startNanos)
				.setParent((current == Context.root()) ? rootByRate(current) : byRate(current))
				.startSpan();
			String speechId = (stage == Stage.USER_TURN || stage == Stage.AGENT_TURN) ? SpeechIds.next() : null;
			SpanHandle handle = create(new SpanStart(this.recorder, stage, null, null, speechId, span, isName(name),
					this.recorder.propagatedIds()
						.addTo(Baggage.fromContext(current), null, speechId, span.getSpanContext(),
								this.recorder.refusals()),
					clock, startNanos));
			putCommonAttributes(handle);
			return handle;
		}
		catch (Throwable ex) {
			return failed(stage, ex);
		}
	}

	private Context rootByRate(Context root) {
		Context byRate = this.rootByRate;
		if (byRate == null) {
			byRate = byRate(root);
			this.rootByRate = byRate;
		}
		return byRate;
	}

	private static Context byRate(Context context) {
		return context.with(VoiceContext.SAMPLING, VoiceContext.Sampling.BY_RATE);
	}

	private boolean isOff(Stage stage) {
		if (this.recorder.isClosed()) {
			this.recorder.refusals().count(RefusalReason.LATE);
			return true;
		}
		return this.recorder.isNoop() || stage == Stage.AGENT_SESSION;
	}

	private SpanHandle failed(Stage stage, Throwable error) {
		this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Starting a span", error);
		return NoopHandles.of(stage);
	}

	/**
	 * Begins a stage under a parent that expects it.
	 */
	private SpanHandle begin(Stage stage, @Nullable String name, SpanHandle parent, long startNanos) {
		SpanHandle handle;
		try {
			Context current = Context.current();
			SpanBuilder builder = builder(stage, name, startNanos);
			place(builder, stage, parent, current);
			String speechId = speechIdFor(stage, parent);
			Span span = builder.startSpan();
			handle = create(new SpanStart(this.recorder, stage, parent, parent.session, speechId, span, isName(name),
					baggage(current, parent, speechId, span), parent.clock(), startNanos));
			putCommonAttributes(handle);
		}
		catch (Throwable ex) {
			parent.lifecycle().expectNoMore();
			throw ex;
		}
		if (handle.lifecycle().begin()) {
			handle.begun();
		}
		return handle;
	}

	/**
	 * The baggage that is current, or the parent's: nearly always the same.
	 */
	private Baggage baggage(Context current, SpanHandle parent, @Nullable String speechId, Span span) {
		Baggage baggage = Baggage.fromContext(current);
		boolean same = baggage.isEmpty() || baggage == parent.baggage();
		PropagatedIds ids = this.recorder.propagatedIds();
		if (same && (ids == PropagatedIds.NONE
				|| (Objects.equals(speechId, parent.speechId) && !ids.differByStage()))) {
			return parent.baggage();
		}
		return ids.addTo(same ? parent.baggage() : baggage, (parent.session != null) ? parent.session.identity() : null,
				speechId, span.getSpanContext(), this.recorder.refusals());
	}

	private SpanBuilder builder(Stage stage, @Nullable String name, long startNanos) {
		return this.recorder.tracer()
			.spanBuilder((name != null && isName(name)) ? SpanRecording.NAME.limit(name) : stage.value())
			.setStartTimestamp(startNanos, TimeUnit.NANOSECONDS);
	}

	private static boolean isName(@Nullable String name) {
		return name != null && !name.isBlank();
	}

	private void place(SpanBuilder builder, Stage stage, SpanHandle parent, Context current) {
		boolean turn = stage == Stage.USER_TURN || stage == Stage.AGENT_TURN;
		if (turn && parent.session != null && this.recorder.options().tracePerTurn()) {
			SessionHandle session = parent.session;
			builder.setParent(Context.root()
				.with(VoiceContext.SAMPLING,
						session.spanContext().isSampled() ? VoiceContext.Sampling.KEEP : VoiceContext.Sampling.DROP));
			builder.addLink(session.spanContext());
		}
		else if (stage == Stage.OPERATION || parent.session == null) {
			builder.setParent(innermost(parent, current));
		}
		else {
			builder.setParent(parent.context());
		}
	}

	/**
	 * An operation, and whatever is outside any session, stands under what is current: a
	 * span of somebody else's too, if that is inside its parent.
	 */
	private static Context innermost(SpanHandle parent, Context current) {
		if (current.get(VoiceContext.HANDLE) == parent) {
			Span active = Span.fromContext(current);
			if (active != parent.span && active.getSpanContext().isValid()
					&& active.getSpanContext().getTraceId().equals(parent.spanContext().getTraceId())) {
				return current;
			}
		}
		return parent.context();
	}

	private static @Nullable String speechIdFor(Stage stage, SpanHandle parent) {
		return switch (stage) {
			case USER_TURN -> SpeechIds.next();
			case AGENT_TURN -> (parent.session != null) ? parent.session.turns().claimSpeechId() : SpeechIds.next();
			default -> parent.speechId;
		};
	}

	void putCommonAttributes(SpanHandle handle) {
		if (!handle.isRecording()) {
			return;
		}
		Span span = handle.span;
		Stage stage = handle.stage();
		span.setAttribute(TelemetryAttributes.STAGE.key(), stage.value());
		String operationName = stage.operationName();
		// A request may turn out to be a node, and nothing can be taken off a span.
		if (operationName != null && stage != Stage.LLM_REQUEST) {
			span.setAttribute(TelemetryAttributes.OPERATION_NAME.key(), operationName);
		}
		Attributes shared = (handle.session != null) ? handle.session.sharedAttributes()
				: this.recorder.staticAttributes();
		if (!shared.isEmpty()) {
			span.setAllAttributes(shared);
		}
		if (handle.session == null) {
			this.recorder.propagatedIds().readInto(handle);
		}
		if (handle.speechId != null) {
			span.setAttribute(TelemetryAttributes.SPEECH_ID.key(), handle.speechId);
		}
	}

	private static SpanHandle create(SpanStart start) {
		return switch (start.stage()) {
			case USER_TURN -> new UserTurnHandle(start);
			case AGENT_TURN -> new AgentTurnHandle(start);
			case EOU_WAIT -> new EouWaitHandle(start);
			case EOU_DETECTION -> new EndOfTurnDetectionHandle(start);
			case STT_REQUEST -> new SpeechRecognitionHandle(start);
			case LLM_NODE -> new LlmNodeHandle(start);
			case LLM_REQUEST -> new LlmCallHandle(start);
			case FUNCTION_TOOL -> new ToolCallHandle(start);
			case TTS_NODE -> new TtsNodeHandle(start);
			case TTS_REQUEST -> new SpeechSynthesisHandle(start);
			case REALTIME_INFERENCE -> new RealtimeInferenceHandle(start);
			default -> new OperationHandle(start);
		};
	}

}

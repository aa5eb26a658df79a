package io.voicetelemetry.session;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Begins stages, each under the parent that the table of stages gives it.
 */
final class SpanStarter {

	private final Recorder recorder;

	SpanStarter(Recorder recorder) {
		this.recorder = recorder;
	}

	/**
	 * Begins a stage where a thread is.
	 */
	SpanHandle start(Stage stage, @Nullable String name, Context where) {
		SpanHandle near = where.get(VoiceContext.HANDLE);
		return start(stage, name, near, (near != null) ? near.session : null, null);
	}

	/**
	 * Begins a stage.
	 * @param near the innermost stage that the new one is in, or {@code null}
	 * @param session the session, or {@code null} outside any
	 * @param at when it began; {@code null} is now
	 */
	SpanHandle start(Stage stage, @Nullable String name, @Nullable SpanHandle near, @Nullable SessionHandle session,
			@Nullable Instant at) {
		if (this.recorder.isNoop() || stage == Stage.AGENT_SESSION) {
			return NoopHandles.of(stage);
		}
		try {
			SpanHandle parent = ParentChoice.parentOf(stage, near, session);
			if (parent == null && session != null) {
				this.recorder.refusals().count(session.isOpen() ? RefusalReason.NO_PARENT : RefusalReason.LATE);
				return NoopHandles.of(stage);
			}
			return begin(stage, (name != null && !name.isBlank()) ? name : stage.value(), parent, session, at);
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Starting a span", ex);
			return NoopHandles.of(stage);
		}
	}

	private SpanHandle begin(Stage stage, String name, @Nullable SpanHandle parent, @Nullable SessionHandle session,
			@Nullable Instant at) {
		SpanBuilder builder = this.recorder.tracer().spanBuilder(name);
		Context current = Context.current();
		long startNanos;
		if (session != null && parent != null) {
			startNanos = parent.momentOf(at);
			builder.setStartTimestamp(startNanos, TimeUnit.NANOSECONDS);
			session.touch();
		}
		else {
			startNanos = this.recorder.clock().nowNanos();
		}
		if (parent == null) {
			builder.setParent(current.with(VoiceContext.SAMPLING, VoiceContext.Sampling.BY_RATE));
		}
		else if (session != null && isRootOfTrace(stage)) {
			builder.setParent(Context.root()
				.with(VoiceContext.SAMPLING,
						session.spanContext().isSampled() ? VoiceContext.Sampling.KEEP : VoiceContext.Sampling.DROP));
			builder.addLink(session.spanContext());
		}
		else {
			builder.setParent((stage == Stage.OPERATION) ? innermost(parent, current) : parent.context());
		}
		Baggage baggage = Baggage.fromContext(current);
		if (baggage.isEmpty() && parent != null) {
			baggage = parent.baggage();
		}
		Span span = builder.startSpan();
		SpanHandle handle = create(new SpanStart(this.recorder, stage, parent, session, span, baggage, startNanos));
		if (handle.isRecording()) {
			putCommonAttributes(handle);
		}
		handle.lifecycle().begin();
		handle.begun();
		return handle;
	}

	private boolean isRootOfTrace(Stage stage) {
		return this.recorder.options().tracePerTurn() && (stage == Stage.USER_TURN || stage == Stage.AGENT_TURN);
	}

	/**
	 * An operation stands under whatever is current: a span of somebody else's too, if
	 * that is inside its parent.
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

	void putCommonAttributes(SpanHandle handle) {
		Span span = handle.span;
		span.setAttribute(TelemetryAttributes.STAGE.key(), handle.stage.value());
		String operationName = handle.stage.operationName();
		if (operationName != null) {
			span.setAttribute(TelemetryAttributes.OPERATION_NAME.key(), operationName);
		}
		SessionHandle session = handle.session;
		if (session == null) {
			span.setAllAttributes(this.recorder.staticAttributes());
			return;
		}
		span.setAllAttributes(session.sharedAttributes());
		String speechId = speechIdOf(handle);
		if (speechId != null) {
			span.setAttribute(TelemetryAttributes.SPEECH_ID.key(), speechId);
		}
	}

	private static @Nullable String speechIdOf(SpanHandle handle) {
		for (SpanHandle each = handle; each != null; each = each.parent) {
			if (each instanceof AgentTurnHandle turn) {
				return turn.speechId();
			}
			if (each instanceof UserTurnHandle turn) {
				return turn.speechId();
			}
		}
		return null;
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
			default -> new OperationHandle(start);
		};
	}

}

package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;

/**
 * Handles that do nothing, one of each type: they record with a recorder that records
 * nothing.
 */
final class NoopHandles {

	private static final SessionClock CLOCK = new SessionClock(TimeSource.SYSTEM);

	static final SessionHandle SESSION = new SessionHandle(start(Stage.AGENT_SESSION),
			new SessionIdentity("", false, null, null, null, null), null);

	static final UserTurnHandle USER_TURN = new UserTurnHandle(start(Stage.USER_TURN));

	static final AgentTurnHandle AGENT_TURN = new AgentTurnHandle(start(Stage.AGENT_TURN));

	static final EndOfTurnDetectionHandle END_OF_TURN_DETECTION = new EndOfTurnDetectionHandle(
			start(Stage.EOU_DETECTION));

	static final SpeechRecognitionHandle RECOGNITION = new SpeechRecognitionHandle(start(Stage.STT_REQUEST));

	static final LlmNodeHandle LLM_NODE = new LlmNodeHandle(start(Stage.LLM_NODE));

	static final LlmCallHandle LLM_CALL = new LlmCallHandle(start(Stage.LLM_REQUEST));

	static final ToolCallHandle TOOL_CALL = new ToolCallHandle(start(Stage.FUNCTION_TOOL));

	static final TtsNodeHandle TTS_NODE = new TtsNodeHandle(start(Stage.TTS_NODE));

	static final SpeechSynthesisHandle SYNTHESIS = new SpeechSynthesisHandle(start(Stage.TTS_REQUEST));

	static final RealtimeInferenceHandle REALTIME_INFERENCE = new RealtimeInferenceHandle(
			start(Stage.REALTIME_INFERENCE));

	static final OperationHandle OPERATION = new OperationHandle(start(Stage.OPERATION));

	static final VoiceTelemetry TELEMETRY = new NoopTelemetry();

	static {
		// Over from the start, so that nothing is ever kept in them.
		for (Stage stage : Stage.values()) {
			of(stage).lifecycle().closeSilently();
		}
	}

	private NoopHandles() {
	}

	private static SpanStart start(Stage stage) {
		return new SpanStart(Recorder.NOOP, stage, null, null, null, Span.getInvalid(), false, Baggage.empty(), CLOCK,
				0);
	}

	static SpanHandle of(Stage stage) {
		return switch (stage) {
			case AGENT_SESSION -> SESSION;
			case USER_TURN -> USER_TURN;
			case AGENT_TURN -> AGENT_TURN;
			case EOU_DETECTION -> END_OF_TURN_DETECTION;
			case STT_REQUEST -> RECOGNITION;
			case LLM_NODE -> LLM_NODE;
			case LLM_REQUEST -> LLM_CALL;
			case FUNCTION_TOOL -> TOOL_CALL;
			case TTS_NODE -> TTS_NODE;
			case TTS_REQUEST -> SYNTHESIS;
			case REALTIME_INFERENCE -> REALTIME_INFERENCE;
			default -> OPERATION;
		};
	}

	private static final class NoopTelemetry implements VoiceTelemetry {

		@Override
		public SessionBuilder session() {
			return new DefaultSessionBuilder((builder) -> SESSION, Recorder.NOOP.refusals());
		}

		@Override
		public VoiceSession session(@Nullable String id) {
			return SESSION;
		}

		@Override
		public Optional<VoiceSession> findSession(@Nullable String id) {
			return Optional.empty();
		}

		@Override
		public int openSessions() {
			return 0;
		}

		@Override
		public Optional<Duration> oldestSession() {
			return Optional.empty();
		}

		@Override
		public Map<RefusalReason, Long> refusals() {
			return Map.of();
		}

		@Override
		public void addListener(@Nullable VoiceMetricsListener listener) {
		}

		@Override
		public void refused(@Nullable RefusalReason reason, @Nullable String what, @Nullable Throwable error) {
		}

		@Override
		public VoiceSpan start(@Nullable Stage stage, @Nullable String name) {
			return of((stage != null) ? stage : Stage.OPERATION);
		}

		@Override
		public VoiceSpan start(@Nullable VoiceSession session, @Nullable Stage stage, @Nullable String name) {
			return start(stage, name);
		}

	}

}

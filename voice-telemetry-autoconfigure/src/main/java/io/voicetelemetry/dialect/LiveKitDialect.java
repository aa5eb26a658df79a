package io.voicetelemetry.dialect;

import java.util.List;

import io.opentelemetry.sdk.trace.data.EventData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit Agents: its keys beside the canonical ones. Spans have its names already. What
 * was said has keys with a segment {@code pii} since its version 1.7.0; most products
 * still read the spelling from before.
 *
 * @see <a href=
 * "https://github.com/livekit/agents/blob/da6af86/livekit-agents/livekit/agents/telemetry/trace_types.py">Keys
 * of LiveKit Agents 1.7.0</a>
 */
final class LiveKitDialect implements SpanDialect {

	private static final String JOB_ID = "lk.job_id";

	private static final String AGENT_NAME = "lk.agent_name";

	private static final String AGENT_LABEL = "lk.agent_label";

	private static final String ROOM_NAME = "room_name";

	private static final String PARTICIPANT_IDENTITY = "participant_identity";

	private static final String USER_TRANSCRIPT = "user_transcript";

	private static final String TRANSCRIPT_CONFIDENCE = "lk.transcript_confidence";

	private static final String TRANSCRIPTION_DELAY = "lk.transcription_delay";

	private static final String END_OF_TURN_DELAY = "lk.end_of_turn_delay";

	private static final String EOU_OUTCOME = "lk.eou.outcome";

	private static final String EOU_WAIT_DURATION = "lk.eou.wait_duration";

	private static final String EOU_PROBABILITY = "lk.eou.probability";

	private static final String SPEECH_ID = "lk.speech_id";

	private static final String GENERATION_ID = "lk.generation_id";

	private static final String PARENT_GENERATION_ID = "lk.parent_generation_id";

	private static final String GENERATION_COUNT = "lk.generation_count";

	private static final String USER_INPUT = "user_input";

	private static final String INTERRUPTED = "lk.interrupted";

	private static final String INTERRUPTION_SOURCE = "lk.interruption.source";

	private static final String E2E_LATENCY = "lk.e2e_latency";

	private static final String PLAYOUT_POSITION = "lk.playout.position";

	private static final String CHAT_CTX = "chat_ctx";

	private static final String FUNCTION_TOOLS = "lk.function_tools";

	private static final String RESPONSE_TEXT = "response.text";

	private static final String RESPONSE_FUNCTION_CALLS = "response.function_calls";

	private static final String RESPONSE_TTFT = "lk.response.ttft";

	private static final String RESPONSE_TTFB = "lk.response.ttfb";

	private static final String LLM_METRICS = "lk.llm_metrics";

	private static final String TTS_METRICS = "lk.tts_metrics";

	private static final String REALTIME_METRICS = "lk.realtime_model_metrics";

	private static final String RETRY_COUNT = "lk.retry_count";

	private static final String TOOL_ID = "lk.function_tool.id";

	private static final String TOOL_NAME = "lk.function_tool.name";

	private static final String TOOL_IS_ERROR = "lk.function_tool.is_error";

	private static final String TOOL_ARGUMENTS = "function_tool.arguments";

	private static final String TOOL_OUTPUT = "function_tool.output";

	private static final String TTS_LABEL = "lk.tts.label";

	private static final String INPUT_TEXT = "input_text";

	private static final String GENERATION_EVENT = "generation";

	private final String name;

	private final String content;

	private LiveKitDialect(String name, String content) {
		this.name = name;
		this.content = content;
	}

	static LiveKitDialect current() {
		return new LiveKitDialect("livekit", "lk.pii.");
	}

	/**
	 * With the keys of what was said as they were before 1.7.0.
	 */
	static LiveKitDialect legacy() {
		return new LiveKitDialect("livekit-legacy", "lk.");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of("lk.");
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		Stage stage = span.stage();
		if (stage == null) {
			return;
		}
		switch (stage) {
			case AGENT_SESSION -> session(span, rewrite);
			case USER_TURN -> userTurn(span, rewrite);
			case USER_SPEAKING -> participant(span, rewrite);
			case EOU_WAIT -> rewrite.put(EOU_OUTCOME, span.get(TelemetryAttributes.EOU_OUTCOME))
				.put(EOU_WAIT_DURATION, Double.valueOf(LiveKitMetrics.duration(span)));
			case EOU_DETECTION -> rewrite.put(EOU_PROBABILITY, span.get(TelemetryAttributes.EOU_PROBABILITY));
			case AGENT_TURN -> agentTurn(span, rewrite);
			case LLM_NODE -> llmNode(span, rewrite);
			case LLM_REQUEST ->
				rewrite.put(FUNCTION_TOOLS, OfferedTool.names(span.get(TelemetryAttributes.TOOL_DEFINITIONS)))
					.put(RESPONSE_TTFT, span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK))
					.put(LLM_METRICS, LiveKitMetrics.ofLlm(span));
			case LLM_REQUEST_RUN, TTS_REQUEST_RUN ->
				rewrite.put(RETRY_COUNT, span.get(TelemetryAttributes.RETRY_COUNT));
			case FUNCTION_TOOL -> tool(span, rewrite);
			case TTS_REQUEST -> synthesis(span, rewrite);
			case REALTIME_INFERENCE -> rewrite.put(RESPONSE_TTFT, span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK))
				.put(REALTIME_METRICS, LiveKitMetrics.ofRealtime(span));
			default -> {
			}
		}
	}

	private void session(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(JOB_ID, span.get(TelemetryAttributes.SESSION_ID))
			.put(AGENT_NAME, span.get(TelemetryAttributes.AGENT_NAME))
			.put(AGENT_LABEL, span.get(TelemetryAttributes.AGENT_NAME))
			.put(content(ROOM_NAME), span.get(TelemetryAttributes.ROOM_NAME));
	}

	private void userTurn(CanonicalSpan span, SpanRewrite rewrite) {
		participant(span, rewrite);
		rewrite.put(content(USER_TRANSCRIPT), span.get(TelemetryAttributes.TRANSCRIPT))
			.put(TRANSCRIPT_CONFIDENCE, span.get(TelemetryAttributes.TRANSCRIPT_CONFIDENCE))
			.put(TRANSCRIPTION_DELAY, span.get(TelemetryAttributes.TRANSCRIPTION_DELAY))
			.put(END_OF_TURN_DELAY, span.get(TelemetryAttributes.END_OF_UTTERANCE_DELAY));
	}

	private void participant(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(content(PARTICIPANT_IDENTITY), span.get(TelemetryAttributes.USER_ID));
	}

	private void agentTurn(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(SPEECH_ID, span.get(TelemetryAttributes.SPEECH_ID))
			.put(GENERATION_ID, ofLastStep(span, TelemetryAttributes.GENERATION_ID))
			.put(PARENT_GENERATION_ID, ofLastStep(span, TelemetryAttributes.PARENT_GENERATION_ID))
			.put(GENERATION_COUNT, span.get(TelemetryAttributes.GENERATION_COUNT))
			.put(INTERRUPTED, span.get(TelemetryAttributes.INTERRUPTED))
			.put(INTERRUPTION_SOURCE, span.get(TelemetryAttributes.INTERRUPTION_SOURCE))
			.put(E2E_LATENCY, span.get(TelemetryAttributes.E2E_LATENCY))
			.put(PLAYOUT_POSITION, span.get(TelemetryAttributes.PLAYOUT_POSITION))
			.put(content(USER_INPUT), LiveKitChat.text(span.input()))
			.put(content(RESPONSE_TEXT), heard(span));
	}

	/**
	 * What the caller heard: of a reply that was cut off, only if that was told.
	 */
	private static @Nullable String heard(CanonicalSpan span) {
		String spoken = span.get(TelemetryAttributes.SPOKEN_TEXT);
		return (spoken != null || span.isCancelled()) ? spoken : LiveKitChat.text(span.output());
	}

	private static @Nullable String ofLastStep(CanonicalSpan span, TelemetryAttribute<String> attribute) {
		List<EventData> events = span.data().getEvents();
		for (int i = events.size() - 1; i >= 0; i--) {
			if (GENERATION_EVENT.equals(events.get(i).getName())) {
				return events.get(i).getAttributes().get(attribute.key());
			}
		}
		return null;
	}

	private void llmNode(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(content(CHAT_CTX), LiveKitChat.context(span.input()))
			.put(FUNCTION_TOOLS, OfferedTool.names(span.get(TelemetryAttributes.TOOL_DEFINITIONS)))
			.put(content(RESPONSE_TEXT), LiveKitChat.text(span.output()))
			.put(content(RESPONSE_FUNCTION_CALLS), LiveKitChat.functionCalls(span.output()))
			.put(RESPONSE_TTFT, span.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK));
	}

	private void tool(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(TOOL_ID, span.get(TelemetryAttributes.TOOL_CALL_ID))
			.put(TOOL_NAME, span.get(TelemetryAttributes.TOOL_NAME))
			.put(TOOL_IS_ERROR, Boolean.valueOf(span.isError()))
			.put(content(TOOL_ARGUMENTS), span.input())
			.put(content(TOOL_OUTPUT), span.output());
	}

	private void synthesis(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(TTS_LABEL, span.get(TelemetryAttributes.CALL_SITE))
			.put(content(INPUT_TEXT), span.get(TelemetryAttributes.TTS_INPUT_TEXT))
			.put(RESPONSE_TTFB, span.get(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE))
			.put(TTS_METRICS, LiveKitMetrics.ofTts(span));
	}

	private String content(String key) {
		return this.content + key;
	}

}

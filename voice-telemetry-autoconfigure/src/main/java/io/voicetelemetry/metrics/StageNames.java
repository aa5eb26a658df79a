package io.voicetelemetry.metrics;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;

/**
 * Stages under the names that their spans have, and the operations that they are to the
 * GenAI conventions. This package knows no spans; a test compares.
 */
final class StageNames {

	static final String SESSION = "agent_session";

	static final String CHAT = "chat";

	static final String GENERATE_CONTENT = "generate_content";

	static final String EXECUTE_TOOL = "execute_tool";

	static final String INVOKE_AGENT = "invoke_agent";

	private static final String LLM_REQUEST = "llm_request";

	private StageNames() {
	}

	static String of(VoiceMetrics metrics) {
		if (metrics instanceof LlmMetrics) {
			return LLM_REQUEST;
		}
		if (metrics instanceof TtsMetrics) {
			return "tts_request";
		}
		if (metrics instanceof SttMetrics) {
			return "stt_request";
		}
		if (metrics instanceof RealtimeMetrics) {
			return "realtime_inference";
		}
		if (metrics instanceof ToolMetrics) {
			return "function_tool";
		}
		if (metrics instanceof TurnMetrics turn) {
			return (turn.role() == TurnMetrics.Role.USER) ? "user_turn" : "agent_turn";
		}
		if (metrics instanceof EouMetrics) {
			return "eou_detection";
		}
		if (metrics instanceof InterruptionMetrics) {
			return "interruption";
		}
		// Figures of several stages have none of their own.
		return TagBounds.NONE;
	}

	/**
	 * The operation of a request to a language model.
	 */
	static String operationOf(String stage) {
		return stage.equals(LLM_REQUEST) ? CHAT : GENERATE_CONTENT;
	}

}

package io.voicetelemetry.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which stage stands under which. Written down here a second time, apart from the code
 * under test, so that the two check each other.
 */
final class StageTable {

	static final String AGENT_SESSION = "agent_session";

	static final String AGENT_TURN = "agent_turn";

	static final String EOU_WAIT = "eou_wait";

	private static final String ANYTHING = "anything";

	private static final String USER_TURN = "user_turn";

	private static final String LLM_NODE = "llm_node";

	private static final String LLM_REQUEST = "llm_request";

	private static final String TTS_NODE = "tts_node";

	private static final String TTS_REQUEST = "tts_request";

	// @formatter:off
	private static final Map<String, List<String>> PARENTS = Map.ofEntries(
			row(AGENT_SESSION),
			row("session_start",          AGENT_SESSION),
			row("session_close",          AGENT_SESSION),
			row(USER_TURN,                AGENT_SESSION),
			row("user_speaking",          USER_TURN, AGENT_SESSION),
			row(EOU_WAIT,                 USER_TURN, AGENT_SESSION),
			row("eou_detection",          EOU_WAIT, USER_TURN),
			row("on_user_turn_completed", USER_TURN, AGENT_SESSION),
			row("stt_request",            USER_TURN, AGENT_SESSION),
			row(AGENT_TURN,               AGENT_SESSION),
			row("agent_speaking",         AGENT_TURN, AGENT_SESSION),
			row(LLM_NODE,                 AGENT_TURN, AGENT_SESSION),
			row(LLM_REQUEST,              LLM_NODE, AGENT_TURN, AGENT_SESSION),
			row("llm_request_run",        LLM_REQUEST),
			row("function_tool",          AGENT_TURN, AGENT_SESSION),
			row(TTS_NODE,                 AGENT_TURN, AGENT_SESSION),
			row(TTS_REQUEST,              TTS_NODE, AGENT_TURN, AGENT_SESSION),
			row("tts_request_run",        TTS_REQUEST),
			row("realtime_inference",     AGENT_TURN, AGENT_SESSION),
			row("operation",              ANYTHING));
	// @formatter:on

	private StageTable() {
	}

	private static Map.Entry<String, List<String>> row(String stage, String... parents) {
		return Map.entry(stage, List.of(parents));
	}

	static boolean knows(@Nullable String stage) {
		return stage != null && PARENTS.containsKey(stage);
	}

	/**
	 * Return the stages that the given one may stand under, the preferred first.
	 * @param stage a known stage
	 * @return the parents, empty for the root
	 */
	static List<String> parentsOf(String stage) {
		return PARENTS.getOrDefault(stage, List.of());
	}

	/**
	 * Return whether a stage may stand under another.
	 * @param stage a known stage
	 * @param parent the stage above, or {@code null} when there is none
	 */
	static boolean allows(String stage, @Nullable String parent) {
		List<String> parents = parentsOf(stage);
		return parents.contains(ANYTHING) || ((parent != null) ? parents.contains(parent) : parents.isEmpty());
	}

}

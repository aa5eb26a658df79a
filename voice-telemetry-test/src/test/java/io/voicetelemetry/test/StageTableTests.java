package io.voicetelemetry.test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StageTable}: every stage against every other, and against none.
 */
class StageTableTests {

	private static final List<String> STAGES = List.of("agent_session", "session_start", "session_close", "user_turn",
			"user_speaking", "eou_wait", "eou_detection", "on_user_turn_completed", "stt_request", "agent_turn",
			"agent_speaking", "llm_node", "llm_request", "llm_request_run", "function_tool", "tts_node", "tts_request",
			"tts_request_run", "realtime_inference", "operation");

	@Test
	void allowsTheseParentsAndNoOthers() {
		Map<String, List<String>> allowed = new TreeMap<>();
		STAGES.forEach((stage) -> allowed.put(stage,
				STAGES.stream().filter((parent) -> StageTable.allows(stage, parent)).sorted().toList()));

		assertThat(allowed).hasSize(20)
			.containsEntry("agent_session", List.of())
			.containsEntry("session_start", List.of("agent_session"))
			.containsEntry("session_close", List.of("agent_session"))
			.containsEntry("user_turn", List.of("agent_session"))
			.containsEntry("agent_turn", List.of("agent_session"))
			.containsEntry("user_speaking", List.of("agent_session", "user_turn"))
			.containsEntry("eou_wait", List.of("agent_session", "user_turn"))
			.containsEntry("stt_request", List.of("agent_session", "user_turn"))
			.containsEntry("on_user_turn_completed", List.of("agent_session", "user_turn"))
			.containsEntry("eou_detection", List.of("eou_wait", "user_turn"))
			.containsEntry("llm_node", List.of("agent_session", "agent_turn"))
			.containsEntry("tts_node", List.of("agent_session", "agent_turn"))
			.containsEntry("function_tool", List.of("agent_session", "agent_turn"))
			.containsEntry("agent_speaking", List.of("agent_session", "agent_turn"))
			.containsEntry("realtime_inference", List.of("agent_session", "agent_turn"))
			.containsEntry("llm_request", List.of("agent_session", "agent_turn", "llm_node"))
			.containsEntry("tts_request", List.of("agent_session", "agent_turn", "tts_node"))
			.containsEntry("llm_request_run", List.of("llm_request"))
			.containsEntry("tts_request_run", List.of("tts_request"))
			.containsEntry("operation", STAGES.stream().sorted().toList());
	}

	@Test
	void allowsNoParentForSessionAndOperationAlone() {
		assertThat(STAGES.stream().filter((stage) -> StageTable.allows(stage, null))).containsExactly("agent_session",
				"operation");
	}

	@Test
	void knowsTheStagesAndNoOthers() {
		assertThat(STAGES).allMatch(StageTable::knows);
		assertThat(StageTable.knows("chat")).isFalse();
		assertThat(StageTable.knows(null)).isFalse();
	}

}

package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link OpikDialect}: what is sent in all, since Opik shows whatever it does
 * not know as input.
 */
class OpikDialectTests {

	private static final SpanDialect DIALECT = new OpikDialect();

	@Test
	void writesARequest() {
		Map<String, Object> sent = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.CONVERSATION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "caller-1")
			.with(TelemetryAttributes.USE_CASE, "booking")
			.with(TelemetryAttributes.OPERATION_NAME, "chat")
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.REQUEST_MAX_TOKENS, 300L)
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.3)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"))
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", "Hi."))
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, MessageJson.instructions("Be brief."))
			.with(AttributeKey.booleanKey("product.flag"), true)
			.in(DIALECT);
		assertThat(JsonReader.parse((String) sent.getOrDefault("opik.metadata", ""))).isEqualTo(Map.of("session.id",
				"call-1", "user.id", "caller-1", "voice.use_case", "booking", "gen_ai.provider.name", "openai",
				"gen_ai.request.max_tokens", 300L, "gen_ai.response.time_to_first_chunk", 0.3, "voice.stage",
				"llm_request", "voice.outcome", "success", "product.flag", true));
		sent.remove("opik.metadata");
		assertThat(sent).containsOnly(entry("thread_id", "call-1"), entry("gen_ai.conversation.id", "call-1"),
				entry("opik.tags", List.of("booking")), entry("gen_ai.operation.name", "chat"),
				entry("gen_ai.system", "openai"), entry("gen_ai.request.model", "gpt-4o"),
				entry("gen_ai.usage.input_tokens", 100L),
				entry("gen_ai.input.messages", MessageJson.message("user", "Hello?")),
				entry("gen_ai.output.messages", MessageJson.message("assistant", "Hi.")),
				entry("gen_ai.system_instructions", MessageJson.instructions("Be brief.")));
	}

	@Test
	void makesRequestsOfNothingElse() {
		Map<String, Object> sent = TestSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.AGENT_NAME, "clinic")
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"))
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", "Hi."))
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.in(DIALECT);
		assertThat(sent).containsOnly(entry("gen_ai.agent.name", "clinic"), entry("input", MessageJson
			.message("user", "Hello?")), entry("output", MessageJson.message("assistant", "Hi.")), entry(
					"opik.metadata",
					"{\"gen_ai.usage.input_tokens\":100,\"voice.outcome\":\"success\",\"voice.stage\":\"agent_turn\"}"));
	}

	@Test
	void writesAToolAndSpeech() {
		assertThat(TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "hours")
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "9 to 5")
			.in(DIALECT)).containsOnly(entry("gen_ai.tool.name", "hours"), entry("tool.name", "hours"),
					entry("input", "{\"day\":1}"), entry("output", "9 to 5"),
					entry("opik.metadata", "{\"voice.outcome\":\"success\",\"voice.stage\":\"function_tool\"}"));
		assertThat(TestSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.REQUEST_MODEL, "sonic")
			.with(TelemetryAttributes.TTS_INPUT_TEXT, "It is.")
			.in(DIALECT)).containsOnlyKeys("input", "output", "opik.metadata").containsEntry("input", "It is.");
	}

	@Test
	void keepsHttpOutOfTheInput() {
		assertThat(TestSpan.ofFramework("http get").with("http.route", "/").in(DIALECT))
			.containsOnly(entry("opik.metadata", "{\"http.route\":\"/\"}"));
	}

}

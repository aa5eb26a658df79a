package io.voicetelemetry.dialect;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link OpenInferenceDialect}: of each stage exactly what it adds and takes
 * away.
 */
class OpenInferenceDialectTests {

	private static final SpanDialect DIALECT = new OpenInferenceDialect(OpenInferencePrivacy.of((name) -> null));

	private static final String DEFINITIONS = "gen_ai.tool.definitions";

	@Test
	void saysOfEverySpanWhatItIs() {
		Map<Stage, String> kinds = new HashMap<>();
		for (Stage stage : Stage.values()) {
			kinds.put(stage, (String) TestSpan.of(stage).in(DIALECT).getOrDefault("openinference.span.kind", ""));
		}
		assertThat(kinds).containsEntry(Stage.AGENT_SESSION, "AGENT")
			.containsEntry(Stage.AGENT_TURN, "AGENT")
			.containsEntry(Stage.LLM_REQUEST, "LLM")
			.containsEntry(Stage.REALTIME_INFERENCE, "LLM")
			.containsEntry(Stage.FUNCTION_TOOL, "TOOL");
		for (Stage chain : EnumSet.complementOf(EnumSet.of(Stage.AGENT_SESSION, Stage.AGENT_TURN, Stage.LLM_REQUEST,
				Stage.REALTIME_INFERENCE, Stage.FUNCTION_TOOL))) {
			assertThat(kinds).containsEntry(chain, "CHAIN");
		}
	}

	@Test
	void saysOfSpansOfOthersWhatTheyAre() {
		assertThat(ofFramework("chat")).isEqualTo("LLM");
		assertThat(ofFramework("execute_tool")).isEqualTo("TOOL");
		assertThat(ofFramework("invoke_agent")).isEqualTo("AGENT");
		assertThat(ofFramework("embeddings")).isEqualTo("EMBEDDING");
		assertThat(ofFramework("retrieval")).isEqualTo("RETRIEVER");
		assertThat(ofFramework("framework")).isEqualTo("CHAIN");
		assertThat(TestSpan.ofFramework("http get").in(DIALECT)).isEmpty();
		assertThat(TestSpan.ofFramework("guard").with("openinference.span.kind", "GUARDRAIL").in(DIALECT))
			.containsOnly(entry("openinference.span.kind", "GUARDRAIL"));
	}

	@Test
	void addsNothingToWhatAFrameworkSaysInIt() {
		TestSpan embedding = TestSpan.ofFramework("embed")
			.with("openinference.span.kind", "EMBEDDING")
			.with("embedding.model_name", "m")
			.with(AttributeKey.longKey("llm.token_count.prompt"), 5L);
		assertThat(embedding.added(DIALECT)).isEmpty();
		assertThat(embedding.removed(DIALECT)).isEmpty();
		assertThat(TestSpan.ofFramework("call").with(TelemetryAttributes.REQUEST_MODEL, "m").in(DIALECT))
			.contains(entry("openinference.span.kind", "LLM"), entry("llm.model_name", "m"));
	}

	private static @Nullable Object ofFramework(String operation) {
		return TestSpan.ofFramework("span")
			.with(TelemetryAttributes.OPERATION_NAME, operation)
			.in(DIALECT)
			.get("openinference.span.kind");
	}

	@Test
	void writesARequest() {
		TestSpan request = request().with(TelemetryAttributes.INPUT_MESSAGES, """
				[{"role":"user","parts":[{"type":"text","content":"Is it open?"}]},
				{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"hours","arguments":{"day":1}}]},
				{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"9 to 5"}]}]""")
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", "It is."))
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, MessageJson.instructions("Be brief."))
			.with(AttributeKey.stringKey(DEFINITIONS), """
					[{"type":"function","name":"hours","description":"When it is open",\
					"parameters":{"type":"object"}}]""");

		Map<String, Object> added = request.added(DIALECT);

		assertThat(JsonReader.parse((String) added.remove("metadata"))).isEqualTo(Map.of("voice.stage", "llm_request",
				"voice.outcome", "success", "tenant.id", "t1", "gen_ai.response.time_to_first_chunk", 0.3,
				"gen_ai.response.id", "r1", "voice.tokens_per_second", 12.5, "voice.use_case", "booking",
				"voice.tokens.input_audio", 5L, "voice.tokens.output_audio", 3L));
		assertThat(JsonReader.parse((String) added.remove("llm.invocation_parameters")))
			.isEqualTo(Map.of("temperature", 0.5, "max_tokens", 300L, "stream", true));
		assertThat(JsonReader.parse((String) added.remove("llm.tools.0.tool.json_schema")))
			.isEqualTo(Map.of("type", "function", "function",
					Map.of("name", "hours", "description", "When it is open", "parameters", Map.of("type", "object"))));
		assertThat(added).containsOnly(entry("openinference.span.kind", "LLM"), entry("session.id", "call-1"),
				entry("tag.tags", List.of("booking")),
				entry("input.value", request.data().getAttributes().get(TelemetryAttributes.INPUT_MESSAGES.key())),
				entry("input.mime_type", "application/json"),
				entry("output.value", MessageJson.message("assistant", "It is.")),
				entry("output.mime_type", "application/json"), entry("llm.model_name", "gpt-4o-2024-08-06"),
				entry("llm.request.model_name", "gpt-4o"), entry("llm.response.model_name", "gpt-4o-2024-08-06"),
				entry("llm.provider", "azure"), entry("llm.system", "openai"), entry("llm.finish_reason", "stop"),
				entry("llm.token_count.prompt", 100L), entry("llm.token_count.completion", 20L),
				entry("llm.token_count.total", 120L), entry("llm.token_count.prompt_details.cache_read", 60L),
				entry("llm.token_count.prompt_details.cache_write", 10L),
				entry("llm.token_count.prompt_details.audio", 5L),
				entry("llm.token_count.completion_details.reasoning", 7L),
				entry("llm.token_count.completion_details.audio", 3L),
				entry("llm.input_messages.0.message.role", "system"),
				entry("llm.input_messages.0.message.content", "Be brief."),
				entry("llm.input_messages.1.message.role", "user"),
				entry("llm.input_messages.1.message.content", "Is it open?"),
				entry("llm.input_messages.2.message.role", "assistant"),
				entry("llm.input_messages.2.message.tool_calls.0.tool_call.id", "c1"),
				entry("llm.input_messages.2.message.tool_calls.0.tool_call.function.name", "hours"),
				entry("llm.input_messages.2.message.tool_calls.0.tool_call.function.arguments", "{\"day\":1}"),
				entry("llm.input_messages.3.message.role", "tool"),
				entry("llm.input_messages.3.message.tool_call_id", "c1"),
				entry("llm.input_messages.3.message.content", "9 to 5"),
				entry("llm.output_messages.0.message.role", "assistant"),
				entry("llm.output_messages.0.message.content", "It is."));
		assertThat(request.removed(DIALECT)).containsExactlyInAnyOrder("gen_ai.input.messages",
				"gen_ai.output.messages", "gen_ai.system_instructions", DEFINITIONS);
	}

	private static TestSpan request() {
		return TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.CONVERSATION_ID, "call-1")
			.with(TelemetryAttributes.TENANT_ID, "t1")
			.with(TelemetryAttributes.USE_CASE, "booking")
			.with(TelemetryAttributes.PROVIDER_NAME, "azure.ai.openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.REQUEST_TEMPERATURE, 0.5)
			.with(TelemetryAttributes.REQUEST_MAX_TOKENS, 300L)
			.with(TelemetryAttributes.REQUEST_STREAM, true)
			.with(TelemetryAttributes.RESPONSE_MODEL, "gpt-4o-2024-08-06")
			.with(TelemetryAttributes.RESPONSE_ID, "r1")
			.with(TelemetryAttributes.RESPONSE_FINISH_REASONS, List.of("stop"))
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.3)
			.with(TelemetryAttributes.TOKENS_PER_SECOND, 12.5)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, 60L)
			.with(TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS, 10L)
			.with(TelemetryAttributes.ofTokens(TokenType.INPUT_AUDIO), 5L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 20L)
			.with(TelemetryAttributes.REASONING_OUTPUT_TOKENS, 7L)
			.with(TelemetryAttributes.ofTokens(TokenType.OUTPUT_AUDIO), 3L);
	}

	@Test
	void leavesPhoenixNothingToTakeForAnAnswer() {
		assertThat(request().in(DIALECT))
			.doesNotContainKeys("input.value", "output.value", "gen_ai.response.id", "gen_ai.response.model")
			.containsEntry("llm.model_name", "gpt-4o-2024-08-06");
	}

	@Test
	void doesNotGuessHowManyTokensThereWere() {
		assertThat(TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.outcome(Outcome.CANCELLED)
			.added(DIALECT)).containsEntry("llm.token_count.prompt", 100L)
			.doesNotContainKeys("llm.token_count.completion", "llm.token_count.total");
	}

	@Test
	void countsTokensOnTheInnermostAlone() {
		for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE))) {
			assertThat(TestSpan.of(stage)
				.with(TelemetryAttributes.INPUT_TOKENS, 100L)
				.with(TelemetryAttributes.OUTPUT_TOKENS, 20L)
				.added(DIALECT)).as(stage.value())
				.allSatisfy((key, value) -> assertThat(key).doesNotContain("token_count"));
		}
	}

	@Test
	void writesATool() {
		TestSpan tool = TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "hours")
			.with(TelemetryAttributes.TOOL_CALL_ID, "c1")
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "9 to 5")
			.with("gen_ai.tool.description", "When it is open");
		Map<String, Object> added = tool.added(DIALECT);
		assertThat(added.remove("metadata"))
			.isEqualTo("{\"voice.outcome\":\"success\",\"voice.stage\":\"function_tool\"}");
		assertThat(added).containsOnly(entry("openinference.span.kind", "TOOL"), entry("tool.name", "hours"),
				entry("tool.id", "c1"), entry("tool_call.id", "c1"), entry("tool.description", "When it is open"),
				entry("tool.parameters", "{\"day\":1}"), entry("input.value", "{\"day\":1}"),
				entry("input.mime_type", "application/json"), entry("output.value", "9 to 5"),
				entry("output.mime_type", "text/plain"));
		assertThat(tool.removed(DIALECT)).containsExactlyInAnyOrder("gen_ai.tool.call.arguments",
				"gen_ai.tool.call.result");
	}

	@Test
	void writesSpeech() {
		TestSpan heard = TestSpan.of(Stage.STT_REQUEST)
			.with(TelemetryAttributes.TRANSCRIPT, "Hello?")
			.with(TelemetryAttributes.STT_AUDIO_DURATION, 2.34);
		assertThat(heard.added(DIALECT)).contains(entry("input.value", "[2.3 s of audio]"),
				entry("input.mime_type", "text/plain"), entry("output.value", "Hello?"),
				entry("output.mime_type", "text/plain"));
		assertThat(heard.removed(DIALECT)).containsExactly("voice.transcript");
		assertThat(TestSpan.of(Stage.TTS_REQUEST).with(TelemetryAttributes.TTS_INPUT_TEXT, "It is.").added(DIALECT))
			.contains(entry("input.value", "It is."), entry("output.value", "[audio]"));
		assertThat(TestSpan.of(Stage.USER_TURN).with(TelemetryAttributes.TRANSCRIPT, "Hello?").added(DIALECT))
			.contains(entry("input.value", "Hello?"))
			.doesNotContainKey("output.value");
	}

	@Test
	void writesAgents() {
		for (Stage stage : EnumSet.of(Stage.AGENT_SESSION, Stage.AGENT_TURN)) {
			TestSpan agent = TestSpan.of(stage)
				.with(TelemetryAttributes.AGENT_NAME, "clinic")
				.with(TelemetryAttributes.ROOM_NAME, "room-7")
				.with(TelemetryAttributes.E2E_LATENCY, 1.25)
				.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"))
				.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", "Hi."))
				.with("voice.spoken_text", "H");
			assertThat(agent.added(DIALECT)).containsOnly(entry("openinference.span.kind", "AGENT"),
					entry("agent.name", "clinic"), entry("input.value", MessageJson.message("user", "Hello?")),
					entry("input.mime_type", "application/json"),
					entry("output.value", MessageJson.message("assistant", "Hi.")),
					entry("output.mime_type", "application/json"),
					entry("metadata", "{\"voice.e2e_latency\":1.25,\"voice.outcome\":\"success\","
							+ "\"voice.room_name\":\"room-7\",\"voice.stage\":\"" + stage.value() + "\"}"));
		}
	}

	@Test
	void keepsTheNewestOfManyMessages() {
		String messages = IntStream.range(0, 200)
			.mapToObj((i) -> "{\"role\":\"user\",\"content\":\"m" + i + "\"}")
			.collect(Collectors.joining(",", "[", "]"));
		Map<String, Object> added = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, "Be brief.")
			.with(TelemetryAttributes.INPUT_MESSAGES, messages)
			.added(DIALECT);

		assertThat(added).containsEntry("llm.input_messages.0.message.content", "Be brief.")
			.containsEntry("llm.input_messages.1.message.content", "m73")
			.containsEntry("llm.input_messages.127.message.content", "m199")
			.doesNotContainKey("llm.input_messages.128.message.role");
		assertThat((String) added.get("metadata")).contains("\"voice.dropped_messages\":73");
	}

	@Test
	void leavesWhatIsNoJsonAsText() {
		String cut = "[{\"role\":\"user\",\"content\":\"Is it… [truncated, 9000 characters]";
		for (String odd : List.of(cut, "", "{}", "[]", "null", "[1,null,{\"role\":3}]", "{not json}", "[{]}")) {
			Map<String, Object> added = TestSpan.of(Stage.LLM_REQUEST)
				.with(TelemetryAttributes.INPUT_MESSAGES, odd)
				.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, odd)
				.with(AttributeKey.stringKey(DEFINITIONS), odd)
				.with("metadata", odd)
				.added(DIALECT);
			assertThat(added).containsEntry("input.value", odd)
				.containsEntry("input.mime_type",
						JsonReader.isValid(odd) && !odd.equals("null") && !odd.startsWith("[1") ? "application/json"
								: "text/plain")
				.doesNotContainKeys("llm.input_messages.1.message.role", "llm.tools.0.tool.json_schema");
		}
	}

	@Test
	void keepsTheMetadataOfTheApplication() {
		assertThat(TestSpan.ofFramework("span")
			.with("metadata", "{\"voice\":1}")
			.with(TelemetryAttributes.TENANT_ID, "t1")
			.in(DIALECT)).containsEntry("metadata", "{\"voice\":1,\"tenant.id\":\"t1\"}");
		assertThat(TestSpan.ofFramework("span")
			.with("metadata", "none")
			.with(TelemetryAttributes.TENANT_ID, "t1")
			.in(DIALECT)).containsEntry("metadata", "none");
	}

	@Test
	void knowsProviders() {
		assertThat(LlmProvider.of("gcp.vertex_ai")).isEqualTo(new LlmProvider("google", "vertexai"));
		assertThat(LlmProvider.of(" AWS.Bedrock ")).isEqualTo(new LlmProvider("aws", "amazon"));
		assertThat(LlmProvider.of("Acme")).isEqualTo(new LlmProvider("acme", "acme"));
		assertThat(LlmProvider.of(" ")).isNull();
	}

}

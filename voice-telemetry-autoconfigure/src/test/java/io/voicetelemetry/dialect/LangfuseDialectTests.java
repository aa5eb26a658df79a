package io.voicetelemetry.dialect;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LangfuseDialect}.
 */
class LangfuseDialectTests {

	private static final String QUESTION = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]";

	private static final String ANSWER = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]}]";

	@Test
	void writesARequestToAModel() {
		StageSpan span = StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.CONVERSATION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "anna")
			.with(TelemetryAttributes.TENANT_ID, "clinic")
			.with(TelemetryAttributes.ROOM_NAME, "line 1")
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.RESPONSE_MODEL, "gpt-4o-2024-08-06")
			.with(TelemetryAttributes.REQUEST_TEMPERATURE, 0.5)
			.with(TelemetryAttributes.REQUEST_MAX_TOKENS, 200L)
			.with(TelemetryAttributes.REQUEST_STREAM, true)
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.25)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, 80L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 30L)
			.with(TelemetryAttributes.REASONING_OUTPUT_TOKENS, 10L)
			.with("gen_ai.prompt.name", "greeting")
			.with("gen_ai.prompt.version", "3")
			.with(TelemetryAttributes.INPUT_MESSAGES, QUESTION)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, ANSWER);
		assertThat(langfuse(span))
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("langfuse.observation.type", "generation"),
					Map.entry("langfuse.observation.input", QUESTION), Map.entry("langfuse.observation.output", ANSWER),
					Map.entry("langfuse.observation.model.name", "gpt-4o-2024-08-06"),
					Map.entry("langfuse.observation.model.parameters",
							"{\"max_tokens\":200,\"stream\":true,\"temperature\":0.5}"),
					Map.entry("langfuse.observation.usage_details",
							"{\"input_cached_tokens\":80,\"input\":20,\"output_reasoning_tokens\":10,\"output\":20}"),
					Map.entry("langfuse.observation.completion_start_time", "2026-08-21T10:00:00.373456789Z"),
					Map.entry("langfuse.observation.prompt.name", "greeting"),
					Map.entry("langfuse.observation.prompt.version", 3L), Map.entry("langfuse.session.id", "call-1"),
					Map.entry("langfuse.user.id", "anna"), Map.entry("langfuse.trace.name", "agent_session"),
					Map.entry("langfuse.trace.tags", List.of("voice", "tenant:clinic")),
					Map.entry("langfuse.trace.metadata.tenant_id", "clinic"),
					Map.entry("langfuse.trace.metadata.room_name", "line 1"),
					Map.entry("langfuse.observation.metadata.provider", "openai"),
					Map.entry("langfuse.observation.metadata.room_name", "line 1"),
					Map.entry("langfuse.observation.metadata.stage", "llm_request"),
					Map.entry("langfuse.observation.metadata.outcome", "success")));
		assertThat(span.attributesIn(new LangfuseDialect())).containsEntry("session.id", "call-1")
			.containsEntry("user.id", "anna")
			.containsEntry("voice.stage", "llm_request")
			.doesNotContainKeys("gen_ai.prompt.name", "gen_ai.prompt.version", "gen_ai.input.messages",
					"gen_ai.output.messages", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
	}

	@ParameterizedTest
	@EnumSource
	void saysOfEachStageWhatItIs(Stage stage) {
		Map<Stage, String> others = new EnumMap<>(Map.of(Stage.AGENT_TURN, "agent", Stage.LLM_REQUEST, "generation",
				Stage.REALTIME_INFERENCE, "generation", Stage.FUNCTION_TOOL, "tool"));
		assertThat(langfuse(StageSpan.of(stage).with(TelemetryAttributes.REQUEST_MODEL, "m")))
			.containsEntry("langfuse.observation.type", others.getOrDefault(stage, "span"));
	}

	@ParameterizedTest
	@CsvSource({ "chat, generation", "embeddings, embedding", "retrieval, retriever", "execute_tool, tool",
			"invoke_agent, agent", "create_agent, agent", "Embeddings, embedding", "generate, generation", "image,",
			"," })
	void saysOfSpansOfFrameworksWhatItKnows(String operation, String type) {
		StageSpan span = StageSpan.ofFramework("call");
		if (operation != null) {
			span.with(TelemetryAttributes.OPERATION_NAME, operation);
		}
		assertThat(langfuse(span).get("langfuse.observation.type")).isEqualTo(type);
	}

	@Test
	void speechThatIsPaidByTokensIsAGeneration() {
		assertThat(langfuse(StageSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o-mini-tts")
			.with(TelemetryAttributes.INPUT_TOKENS, 12L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 200L)
			.with(TelemetryAttributes.ofTokens(TokenType.OUTPUT_AUDIO), 200L)))
			.containsEntry("langfuse.observation.type", "generation")
			.containsEntry("langfuse.observation.model.name", "gpt-4o-mini-tts")
			.containsEntry("langfuse.observation.usage_details",
					"{\"input_text_tokens\":12,\"output_audio_tokens\":200}");
	}

	@Test
	void otherSpeechIsASpanOfWhichNoTokensAreMadeUp() {
		assertThat(langfuse(StageSpan.of(Stage.STT_REQUEST)
			.with(TelemetryAttributes.REQUEST_MODEL, "nova-3")
			.with(TelemetryAttributes.STT_AUDIO_DURATION, 2.34)
			.with(TelemetryAttributes.TRANSCRIPT, "Good morning")))
			.contains(Map.entry("langfuse.observation.type", "span"),
					Map.entry("langfuse.observation.metadata.request_model", "nova-3"),
					Map.entry("langfuse.observation.input", "[2.3 s of audio]"),
					Map.entry("langfuse.observation.output", "Good morning"),
					Map.entry("langfuse.observation.metadata.stt_audio_duration", 2.34))
			.doesNotContainKeys("langfuse.observation.metadata.transcript", "langfuse.observation.model.name",
					"gen_ai.request.model");
	}

	@Test
	void whatTheApplicationSaysInItStaysThoughItIsTheSame() {
		assertThat(langfuse(StageSpan.of(Stage.USER_TURN)
			.with(TelemetryAttributes.TRANSCRIPT, "Good morning")
			.with("langfuse.observation.input", "Good morning")))
			.containsEntry("langfuse.observation.input", "Good morning")
			.doesNotContainKey("voice.transcript");
	}

	@Test
	void whatAsksNoModelItselfHasNone() {
		Map<String, Object> node = StageSpan.of(Stage.LLM_NODE)
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.INPUT_TOKENS, 7L)
			.attributesIn(new LangfuseDialect());
		assertThat(node).containsEntry("langfuse.observation.metadata.request_model", "gpt-4o")
			.containsEntry("langfuse.observation.metadata.usage_input_tokens", 7L)
			.doesNotContainKeys("gen_ai.request.model", "gen_ai.usage.input_tokens", "langfuse.observation.model.name",
					"langfuse.observation.usage_details");
	}

	@Test
	void writesATool() {
		assertThat(langfuse(StageSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "book")
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.failed("java.io.IOException", "")))
			.contains(Map.entry("langfuse.observation.type", "tool"),
					Map.entry("langfuse.observation.input", "{\"day\":1}"),
					Map.entry("langfuse.observation.level", "ERROR"),
					Map.entry("langfuse.observation.status_message", "java.io.IOException"))
			.doesNotContainKey("langfuse.observation.output");
	}

	@Test
	void onlyToolsAreNamedAfterOne() {
		assertThat(StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.TOOL_NAME, "book")
			.attributesIn(new LangfuseDialect())).doesNotContainKey("gen_ai.tool.name");
		assertThat(StageSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "book")
			.attributesIn(new LangfuseDialect())).containsEntry("gen_ai.tool.name", "book");
	}

	@Test
	void showsAReplyThatWasCutOff() {
		assertThat(langfuse(StageSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.INTERRUPTED, true)
			.with(TelemetryAttributes.INTERRUPTION_SOURCE, "user_turn")
			.with(TelemetryAttributes.E2E_LATENCY, 0.8)
			.with("voice.spoken_text", "Hel")
			.cancelled())).contains(Map.entry("langfuse.observation.level", "WARNING"),
					Map.entry("langfuse.observation.status_message", "cancelled: user_turn"),
					Map.entry("langfuse.observation.metadata.e2e_latency", 0.8),
					Map.entry("langfuse.observation.metadata.interrupted", true));
	}

	@Test
	void hidesThePlumbing() {
		assertThat(Arrays.stream(Stage.values())
			.filter((stage) -> "DEBUG".equals(langfuse(StageSpan.of(stage)).get("langfuse.observation.level"))))
			.containsExactly(Stage.USER_SPEAKING, Stage.EOU_WAIT, Stage.EOU_DETECTION, Stage.AGENT_SPEAKING,
					Stage.LLM_REQUEST_RUN, Stage.TTS_REQUEST_RUN);
		assertThat(langfuse(StageSpan.of(Stage.LLM_REQUEST_RUN).failed("e", "refused")))
			.containsEntry("langfuse.observation.level", "ERROR")
			.containsEntry("langfuse.observation.status_message", "refused");
	}

	@Test
	void theSessionNamesTheTraceOnEverySpan() {
		assertThat(langfuse(StageSpan.of(Stage.USER_TURN).with("session.id", "call-1")))
			.containsEntry("langfuse.trace.name", "agent_session");
		assertThat(langfuse(StageSpan.of(Stage.LLM_REQUEST).named("llm.summary").root()))
			.containsEntry("langfuse.trace.name", "llm.summary");
		assertThat(langfuse(StageSpan.of(Stage.LLM_REQUEST))).doesNotContainKey("langfuse.trace.name");
	}

	@ParameterizedTest
	@CsvSource({ "production, production", "Prod.EU, prod-eu", "langfuse-prod, prod", "LANGFUSE,", "'',",
			"test_1, test_1", "0123456789012345678901234567890123456789x, 0123456789012345678901234567890123456789" })
	void environmentsAreLegal(String given, String legal) {
		assertThat(langfuse(StageSpan.of(Stage.USER_TURN).resource("deployment.environment.name", given))
			.get("langfuse.environment")).isEqualTo(legal);
	}

	@Test
	void tellsWhatWasDeployed() {
		assertThat(langfuse(StageSpan.of(Stage.USER_TURN)
			.resource("service.version", "1.2")
			.resource("vcs.ref.head.revision", "abc")
			.resource("langfuse.environment", "test")
			.resource("deployment.environment.name", "other"))).contains(Map.entry("langfuse.release", "abc"),
					Map.entry("langfuse.version", "1.2"), Map.entry("langfuse.environment", "test"));
	}

	@Test
	void whatTheApplicationSaysToLangfuseStays() {
		assertThat(langfuse(StageSpan.of(Stage.OPERATION)
			.with("langfuse.observation.type", "evaluator")
			.with("langfuse.trace.tags", "a,b")
			.with("langfuse.environment", "mine")
			.with("langfuse.internal.as_root", "true")
			.with(TelemetryAttributes.SESSION_ID, "call-1")))
			.contains(Map.entry("langfuse.observation.type", "evaluator"), Map.entry("langfuse.trace.tags", "a,b"),
					Map.entry("langfuse.environment", "mine"))
			.doesNotContainKey("langfuse.internal.as_root");
	}

	@ParameterizedTest
	@ValueSource(strings = { "prompt", "input", "output", "model", "events", "tool_arguments", "model_config",
			"input.value", "llm.model_name", "gen_ai.prompt.label", "gen_ai.completion.0.content", "ai.prompt",
			"operation.name", "logfire.msg", "genkit:name" })
	void attributesOfTheApplicationAreNotTakenForOthers(String key) {
		assertThat(StageSpan.of(Stage.OPERATION).with(key, "mine").attributesIn(new LangfuseDialect()))
			.containsEntry("langfuse.observation.metadata." + key.replace("gen_ai.", "").replace('.', '_'), "mine")
			.doesNotContainKey(key);
	}

	@Test
	void whatFrameworksSayToLangfuseStays() {
		assertThat(StageSpan.ofFramework("step")
			.with("input.value", "question")
			.with("gen_ai.prompt.0.content", "question")
			.attributesIn(new LangfuseDialect())).containsKeys("input.value", "gen_ai.prompt.0.content");
		assertThat(StageSpan.ofFramework("chat")
			.with(TelemetryAttributes.OPERATION_NAME, "chat")
			.with("gen_ai.prompt.name", "greeting")
			.attributesIn(new LangfuseDialect())).doesNotContainKey("gen_ai.prompt.name")
			.containsEntry("langfuse.observation.prompt.name", "greeting");
	}

	@Test
	void countsWhatFrameworksCallOtherwise() {
		assertThat(langfuse(StageSpan.ofFramework("chat")
			.with(TelemetryAttributes.OPERATION_NAME, "chat")
			.with("gen_ai.usage.prompt_tokens", "100")
			.with("gen_ai.usage.cache_write.input_tokens", 30L)
			.with("gen_ai.usage.completion_tokens", "many")
			.with("gen_ai.usage.output_tokens", 7L)
			.with("gen_ai.usage.total_tokens", "107"))).containsEntry("langfuse.observation.usage_details",
					"{\"input_cache_creation\":30,\"input\":70,\"output\":7}");
	}

	@Test
	void instructionsAndToolsArePartOfTheInput() {
		StageSpan span = StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.INPUT_MESSAGES, QUESTION)
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, "[{\"type\":\"text\",\"content\":\"Be kind\"}]");
		String messages = "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Be kind\"}]},"
				+ QUESTION.substring(1);
		assertThat(langfuse(span)).containsEntry("langfuse.observation.input", messages);
		assertThat(langfuse(span.with("gen_ai.tool.definitions", "[{\"name\":\"book\"}]"))).containsEntry(
				"langfuse.observation.input", "{\"messages\":" + messages + ",\"tools\":[{\"name\":\"book\"}]}");
	}

	@Test
	void withoutContentThereIsNoInput() {
		for (Stage stage : Stage.values()) {
			assertThat(langfuse(StageSpan.of(stage))).doesNotContainKeys("langfuse.observation.input",
					"langfuse.observation.output");
		}
	}

	@Test
	void oddValuesDoNoHarm() {
		String huge = "\"\\\n{[".repeat(50_000);
		Map<String, Object> sent = StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.INPUT_MESSAGES, huge)
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, "[".repeat(10_000))
			.with("gen_ai.tool.definitions", "{")
			.with(TelemetryAttributes.SESSION_ID, "s".repeat(1000))
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, Double.NaN)
			.with(TelemetryAttributes.REQUEST_TEMPERATURE, Double.POSITIVE_INFINITY)
			.with(TelemetryAttributes.INPUT_TOKENS, -5L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, Long.MAX_VALUE)
			.with("gen_ai.usage.reasoning", "many")
			.with("gen_ai.prompt.version", "latest")
			.with("langfuse.observation.metadata.stage", "")
			.with(AttributeKey.longArrayKey("model"), List.of(1L))
			.resource("deployment.environment.name", "💥".repeat(100_000))
			.attributesIn(new LangfuseDialect());
		assertThat(sent)
			.containsEntry("langfuse.observation.usage_details", "{\"input\":0,\"output\":" + ((1L << 53) - 1) + "}")
			.containsEntry("langfuse.session.id", "s".repeat(800))
			.containsEntry("langfuse.observation.metadata.usage_reasoning", "many")
			.containsEntry("langfuse.observation.metadata.prompt_version", "latest")
			.containsEntry("langfuse.observation.metadata.model", List.of(1L))
			.containsEntry("langfuse.observation.model.parameters", "{\"temperature\":\"Infinity\"}")
			.containsEntry("gen_ai.tool.definitions", "{")
			.containsKey("langfuse.observation.input")
			.doesNotContainKeys("langfuse.observation.completion_start_time", "langfuse.environment");
	}

	private static Map<String, Object> langfuse(StageSpan span) {
		Map<String, Object> attributes = new TreeMap<>(span.attributesIn(new LangfuseDialect()));
		attributes.keySet().removeIf((key) -> !key.startsWith("langfuse."));
		return attributes;
	}

	@Test
	void idsAreNotCutWithinACharacter() {
		assertThat(langfuse(
				StageSpan.of(Stage.OPERATION).with(TelemetryAttributes.SESSION_ID, "x".repeat(799) + "\uD83D\uDE00")))
			.containsEntry("langfuse.session.id", "x".repeat(799));
	}

}

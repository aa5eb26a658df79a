package io.voicetelemetry.dialect;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenObserveDialect}.
 */
class OpenObserveDialectTests {

	private static final String QUESTION = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]";

	private static final String ANSWER = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]}]";

	private final OpenObserveDialect dialect = new OpenObserveDialect();

	@Test
	void writesARequestToAModel() {
		assertThat(StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "anna")
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.25)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, 80L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 30L)
			.with("gen_ai.prompt.name", "greeting")
			.with("gen_ai.prompt.version", "3")
			.with(TelemetryAttributes.INPUT_MESSAGES, QUESTION)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, ANSWER)
			.resource("deployment.environment.name", "prod")
			.attributesIn(this.dialect))
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("voice.stage", "llm_request"),
					Map.entry("voice.outcome", "success"), Map.entry("gen_ai.operation.name", "chat"),
					Map.entry("session.id", "call-1"), Map.entry("gen_ai.conversation.id", "call-1"),
					Map.entry("user.id", "anna"), Map.entry("gen_ai.provider.name", "openai"),
					Map.entry("gen_ai.system", "openai"), Map.entry("gen_ai.request.model", "gpt-4o"),
					Map.entry("gen_ai.response.time_to_first_chunk", 0.25),
					Map.entry("gen_ai.usage.input_tokens", 100L),
					Map.entry("gen_ai.usage.cache_read.input_tokens", 80L),
					Map.entry("gen_ai.usage.output_tokens", 30L), Map.entry("gen_ai_prompt_name", "greeting"),
					Map.entry("gen_ai_prompt_version", "3"), Map.entry("gen_ai.input.messages", QUESTION),
					Map.entry("gen_ai.output.messages", ANSWER), Map.entry("deployment.environment.name", "prod")));
	}

	@Test
	void writesWhatTheCallerSaidAsAMessage() {
		assertThat(StageSpan.of(Stage.USER_TURN).with(TelemetryAttributes.TRANSCRIPT, "Hi").attributesIn(this.dialect))
			.containsEntry("gen_ai.input.messages", QUESTION)
			.doesNotContainKeys("gen_ai.output.messages", "voice.transcript");
	}

	@Test
	void speechIsNotBilledAsAChat() {
		assertThat(StageSpan.of(Stage.STT_REQUEST)
			.with(TelemetryAttributes.REQUEST_MODEL, "nova-3")
			.with(TelemetryAttributes.STT_AUDIO_DURATION, 2.34)
			.with(TelemetryAttributes.TRANSCRIPT, "Hello")
			.attributesIn(this.dialect))
			.contains(Map.entry("traceloop.span.kind", "task"), Map.entry("gen_ai.request.model", "nova-3"),
					Map.entry("gen_ai.output.messages", ANSWER))
			.containsEntry("gen_ai.input.messages",
					"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"[2.3 s of audio]\"}]}]")
			.doesNotContainKeys("gen_ai.operation.name", "voice.transcript");
		assertThat(StageSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.REQUEST_MODEL, "sonic-2")
			.with(TelemetryAttributes.TTS_INPUT_TEXT, "Hi")
			.attributesIn(this.dialect))
			.contains(Map.entry("traceloop.span.kind", "task"), Map.entry("gen_ai.input.messages", QUESTION));
	}

	@ParameterizedTest
	@EnumSource
	void onlyRequestsToModelsAreChatsAndCounted(Stage stage) {
		Map<String, Object> sent = StageSpan.of(stage)
			.with(TelemetryAttributes.REQUEST_MODEL, "m")
			.with(TelemetryAttributes.INPUT_TOKENS, 5L)
			.with("gen_ai.usage.cost", "1")
			.attributesIn(this.dialect);
		Set<Stage> counted = EnumSet.of(Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE, Stage.STT_REQUEST,
				Stage.TTS_REQUEST);
		assertThat(sent.containsKey("gen_ai.usage.input_tokens")).isEqualTo(counted.contains(stage));
		assertThat(sent.containsKey("attributes.gen_ai.usage.input_tokens")).isNotEqualTo(counted.contains(stage));
		assertThat(sent.get("traceloop.span.kind")).isEqualTo((stage.operationName() != null) ? null : "task");
	}

	@Test
	void writesATool() {
		assertThat(StageSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "book")
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "done")
			.attributesIn(this.dialect))
			.contains(Map.entry("gen_ai.tool.name", "book"), Map.entry("gen_ai.tool.call.arguments", "{\"day\":1}"),
					Map.entry("gen_ai.tool.call.result", "done"), Map.entry("gen_ai.operation.name", "execute_tool"))
			.doesNotContainKeys("traceloop.span.kind", "gen_ai.input.messages");
	}

	@Test
	void anOutputHasAnInputInFrontOfIt() {
		assertThat(StageSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "done")
			.attributesIn(this.dialect)).containsEntry("gen_ai.tool.call.arguments", "{}");
		assertThat(StageSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, ANSWER)
			.attributesIn(this.dialect)).containsEntry("gen_ai.input.messages", "[]")
			.containsEntry("gen_ai.output.messages", ANSWER);
	}

	@Test
	void eventsWithMessagesDoNotTakeThePlaceOfAttributes() {
		StageSpan span = StageSpan.ofFramework("chat")
			.with(TelemetryAttributes.OPERATION_NAME, "chat")
			.event("gen_ai.choice", Attributes.empty())
			.event("retry", Attributes.empty());
		assertThat(span.in(this.dialect).getEvents()).hasSize(2);
		SpanData sent = span.with(TelemetryAttributes.INPUT_MESSAGES, QUESTION)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, ANSWER)
			.in(this.dialect);
		assertThat(sent.getEvents()).extracting("name").containsExactly("retry");
		assertThat(sent.getTotalRecordedEvents()).isEqualTo(1);
	}

	@Test
	void nothingIsInLangfusesVocabulary() {
		assertThat(StageSpan.of(Stage.LLM_REQUEST)
			.with("langfuse.observation.completion_start_time", "2026-08-21T10:00:00Z")
			.with(TelemetryAttributes.INPUT_TOKENS, 5L)
			.attributesIn(new LangfuseDialect(), this.dialect))
			.allSatisfy((key, value) -> assertThat(key).doesNotStartWith("langfuse."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "prompt", "input", "output", "model", "events", "tool_arguments", "input.value",
			"gen_ai.prompt.label", "gen_ai.completion.0.content", "cached_tokens", "llm.token_count.prompt" })
	void attributesOfTheApplicationAreNotTakenForOthers(String key) {
		assertThat(StageSpan.of(Stage.OPERATION).with(key, "mine").attributesIn(this.dialect))
			.containsEntry("attributes." + key, "mine")
			.doesNotContainKey(key);
		assertThat(StageSpan.ofFramework("step").with(key, "theirs").attributesIn(this.dialect)).containsEntry(key,
				"theirs");
	}

	@Test
	void whatIsUnknownIsAbsent() {
		assertThat(StageSpan.of(Stage.LLM_REQUEST).attributesIn(this.dialect)).containsOnlyKeys("voice.stage",
				"voice.outcome", "gen_ai.operation.name");
		assertThat(StageSpan.of(Stage.USER_SPEAKING).attributesIn(this.dialect)).containsOnlyKeys("voice.stage",
				"voice.outcome");
	}

	@Test
	void oddValuesDoNoHarm() {
		String huge = "\"\\\n{[".repeat(50_000);
		assertThat(StageSpan.of(Stage.LLM_NODE)
			.with(TelemetryAttributes.INPUT_MESSAGES, huge)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, "")
			.with("gen_ai.usage.total_tokens", "many")
			.with(AttributeKey.longArrayKey("input"), List.of(1L))
			.attributesIn(this.dialect))
			.containsEntry("attributes.input", List.of(1L))
			.containsEntry("gen_ai.output.messages",
					"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"\"}]}]")
			.hasEntrySatisfying("gen_ai.input.messages",
					(messages) -> assertThat((String) messages).startsWith("[{\"role\":\"user\"").endsWith("}]"));
	}

}

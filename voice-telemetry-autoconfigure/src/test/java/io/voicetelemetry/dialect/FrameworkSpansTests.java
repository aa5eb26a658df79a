package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of what dialects make of the spans of frameworks: {@link FrameworkSpans} and
 * {@link GenAiConventions}.
 */
class FrameworkSpansTests {

	private static final List<SpanDialect> DIALECTS = List.of(new LangfuseDialect(), new OpenObserveDialect(),
			new SuperlogDialect(), new LangSmithDialect(), new BraintrustDialect(), new OpikDialect());

	private static CanonicalSpan read(TestSpan span) {
		return new CanonicalSpan(GenAiConventions.normalized(span.data()));
	}

	@ParameterizedTest
	@CsvSource({ "gen_ai.operation.name, generate, LLM_REQUEST", "gen_ai.operation.name, Chat, LLM_REQUEST",
			"gen_ai.operation.name, embeddings,", "gen_ai.operation.name, invoke_workflow,",
			"gen_ai.operation.name, create_agent,", "openinference.span.kind, LLM, LLM_REQUEST",
			"openinference.span.kind, TOOL, FUNCTION_TOOL", "openinference.span.kind, AGENT, AGENT_TURN",
			"openinference.span.kind, EMBEDDING,", "traceloop.span.kind, tool, FUNCTION_TOOL",
			"traceloop.span.kind, agent, AGENT_TURN", "traceloop.span.kind, workflow,",
			"llm.request.type, chat, LLM_REQUEST", "llm.request.type, completion, LLM_REQUEST",
			"llm.request.type, embedding,", "langfuse.observation.type, generation, LLM_REQUEST",
			"langfuse.observation.type, embedding,", "gen_ai.tool.name, hours, FUNCTION_TOOL",
			"spring.ai.tool.definition.name, hours, FUNCTION_TOOL", "gen_ai.agent.name, anna, LLM_REQUEST" })
	void knowsThemByWhatTheySay(String key, String value, @Nullable Stage stage) {
		TestSpan span = TestSpan.ofFramework("call").with(key, value).with(TelemetryAttributes.REQUEST_MODEL, "m");
		assertThat(read(span).stage()).isEqualTo(stage);
	}

	@Test
	void knowsTheStepsOfSpringAiThatAreTools() {
		TestSpan tool = TestSpan.ofFramework("tool")
			.with("gen_ai.operation.name", "framework")
			.with("spring.ai.kind", "tool_call");
		assertThat(read(tool).stage()).isEqualTo(Stage.FUNCTION_TOOL);
		assertThat(read(TestSpan.ofFramework("client")
			.with("gen_ai.operation.name", "framework")
			.with("spring.ai.kind", "chat_client")).stage()).isNull();
		assertThat(read(TestSpan.ofFramework("http get")).stage()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "openinference.span.kind, EMBEDDING", "llm.request.type, embedding",
			"langfuse.observation.type, embedding", "gen_ai.operation.name, image",
			"gen_ai.operation.name, text_to_speech" })
	void whatIsNoStageKeepsItsKindAndTokens(String key, String value) {
		for (SpanDialect dialect : DIALECTS) {
			if (key.startsWith("langfuse.") && dialect instanceof OpenObserveDialect) {
				continue;
			}
			Map<String, Object> sent = TestSpan.ofFramework("call")
				.with(key, value)
				.with(TelemetryAttributes.REQUEST_MODEL, "m")
				.with("gen_ai.usage.input_tokens", "12")
				.in(dialect);
			assertThat(sent).as(dialect.name())
				.contains(entry("gen_ai.request.model", "m"), entry("gen_ai.usage.input_tokens", 12L))
				.doesNotContainKeys("langsmith.span.kind", "braintrust.span_attributes",
						"langfuse.observation.usage_details");
			assertThat(sent.getOrDefault("langfuse.observation.type", "none")).as(dialect.name())
				.isIn("none", key.startsWith("langfuse.") ? value : "none");
		}
	}

	@Test
	void embeddingsKeepTheirTokens() {
		for (SpanDialect dialect : DIALECTS) {
			assertThat(TestSpan.ofFramework("embed")
				.with("gen_ai.operation.name", "embeddings")
				.with("gen_ai.usage.input_tokens", "12")
				.in(dialect)).as(dialect.name()).containsEntry("gen_ai.usage.input_tokens", 12L);
		}
	}

	@ParameterizedTest
	@CsvSource({ "gen_ai.operation.name, invoke_agent", "gen_ai.operation.name, invoke_workflow",
			"gen_ai.operation.name, create_agent", "traceloop.span.kind, workflow", "openinference.span.kind, CHAIN",
			"gen_ai.operation.name, execute_tool", "openinference.span.kind, AGENT" })
	void whatRepeatsTheTokensOfOthersHasNone(String key, String value) {
		for (SpanDialect dialect : DIALECTS) {
			assertThat(TestSpan.ofFramework("aggregate")
				.with(key, value)
				.with(TelemetryAttributes.INPUT_TOKENS, 12L)
				.with("gen_ai.usage.cost", "1")
				.in(dialect)).as(dialect.name()).doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.cost");
		}
	}

	@Test
	void aToolOfSpringAiIsOneInEveryDialect() {
		TestSpan tool = TestSpan.ofFramework("spring.ai.tool")
			.with("gen_ai.operation.name", "framework")
			.with("spring.ai.kind", "tool_call")
			.with("spring.ai.tool.definition.name", "hours")
			.with("spring.ai.tool.definition.description", "When it is open")
			.with("spring.ai.tool.call.id", "c1")
			.with("spring.ai.tool.call.arguments", "{\"day\":1}")
			.with("spring.ai.tool.call.result", "9 to 5");
		assertThat(tool.in()).contains(entry("gen_ai.tool.name", "hours"),
				entry("gen_ai.tool.description", "When it is open"), entry("gen_ai.tool.call.id", "c1"),
				entry("gen_ai.tool.call.arguments", "{\"day\":1}"), entry("gen_ai.tool.call.result", "9 to 5"));
		assertThat(tool.in().keySet()).as("no second copy of what was said")
			.doesNotContain("spring.ai.tool.call.arguments", "spring.ai.tool.call.result",
					"spring.ai.tool.definition.description");
		assertThat(tool.in(new LangfuseDialect())).contains(entry("langfuse.observation.type", "tool"),
				entry("langfuse.observation.input", "{\"day\":1}"), entry("langfuse.observation.output", "9 to 5"));
		assertThat(tool.in(new LangSmithDialect())).contains(entry("langsmith.span.kind", "tool"),
				entry("input.value", "{\"day\":1}"), entry("output.value", "9 to 5"));
		assertThat(tool.in(new SuperlogDialect()).values()).doesNotContain("9 to 5", "When it is open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "NaN", "-5 " })
	void tokensThatThereCannotBeAreNotSent(String tokens) {
		assertThat(TestSpan.ofFramework("chat")
			.with("gen_ai.operation.name", "chat")
			.with("gen_ai.usage.input_tokens", tokens)
			.with("gen_ai.usage.prompt_tokens", tokens)
			.in()).doesNotContainKey("gen_ai.usage.input_tokens");
		assertThat(TestSpan.ofFramework("chat").with(TelemetryAttributes.OUTPUT_TOKENS, -1L).in()).isEmpty();
	}

	@Test
	void tokensBeyondAllMeasureDoNotOverflow() {
		for (SpanDialect dialect : List.of(new LangSmithDialect(), LiveKitDialect.current())) {
			TestSpan chat = TestSpan.ofFramework("chat")
				.with("gen_ai.operation.name", "chat")
				.with(TelemetryAttributes.INPUT_TOKENS, Long.MAX_VALUE)
				.with("gen_ai.usage.output_tokens", "99999999999999999999");
			assertThat(chat.in(dialect)).contains(entry("gen_ai.usage.input_tokens", (1L << 53) - 1),
					entry("gen_ai.usage.output_tokens", (1L << 53) - 1));
			assertThat(chat.in(dialect).values()).noneMatch((value) -> value.toString().contains("tokens\":-"))
				.noneMatch((value) -> value instanceof Long number && number < 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "-0.5" })
	void timesThatThereCannotBeAreNotSent(String seconds) {
		assertThat(TestSpan.ofFramework("chat").with("gen_ai.response.time_to_first_chunk", seconds).in()).isEmpty();
		assertThat(TestSpan.ofFramework("chat")
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, Double.valueOf(seconds))
			.in()).isEmpty();
		assertThat(TestSpan.ofFramework("chat").with("gen_ai.request.frequency_penalty", "-0.5").in())
			.containsEntry("gen_ai.request.frequency_penalty", -0.5);
	}

	@Test
	void tokensOfACacheArePartOfTheInputIfTheyFitIn() {
		TestSpan span = TestSpan.ofFramework("chat")
			.with("gen_ai.operation.name", "chat")
			.with(AttributeKey.longKey("gen_ai.usage.cache_read_input_tokens"), 60L)
			.with("gen_ai.usage.cache_creation_input_tokens", "10");
		assertThat(span.in()).as("of an input that is not known")
			.containsKeys("gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cache_creation_input_tokens");
		assertThat(span.with("gen_ai.usage.prompt_tokens", "69").in()).as("of less")
			.containsKey("gen_ai.usage.cache_read_input_tokens");
		assertThat(span.with("gen_ai.usage.prompt_tokens", "100").in())
			.contains(entry("gen_ai.usage.cache_read.input_tokens", 60L),
					entry("gen_ai.usage.cache_creation.input_tokens", 10L))
			.doesNotContainKeys("gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cache_creation_input_tokens");
		assertThat(span.in(new LangfuseDialect())).containsEntry("langfuse.observation.usage_details",
				"{\"input_cached_tokens\":60,\"input_cache_creation\":10,\"input\":30}");
	}

	@Test
	void aConversationIsASession() {
		TestSpan span = TestSpan.ofFramework("chat").with(TelemetryAttributes.CONVERSATION_ID, "c1");
		assertThat(span.in(new LangfuseDialect())).containsEntry("langfuse.session.id", "c1");
		assertThat(span.in(new OpenObserveDialect())).containsEntry("session.id", "c1");
		assertThat(span.in(new LangSmithDialect())).containsEntry("langsmith.metadata.session_id", "c1");
		assertThat(span.in(new OpikDialect())).containsEntry("thread_id", "c1");
		assertThat(span.in(new BraintrustDialect())).containsEntry("braintrust.metadata", "{\"session_id\":\"c1\"}");
		assertThat(span.with(TelemetryAttributes.SESSION_ID, "s1").in(new OpikDialect())).containsEntry("thread_id",
				"s1");
	}

}

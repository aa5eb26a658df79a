package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was seen of Langfuse, which its oracle has to do likewise.
 */
class LangfuseOracleTests {

	private static final String SAID = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]";

	private final LangfuseOracle oracle = new LangfuseOracle();

	private ProductView show(Object... keysAndValues) {
		return this.oracle.show(HandMadeSpan.with(keysAndValues));
	}

	@ParameterizedTest
	@CsvSource({ "langfuse.observation.type, event, EVENT", "langfuse.observation.type, GENERATION, SPAN",
			"openinference.span.kind, LLM, GENERATION", "openinference.span.kind, RERANKER, SPAN",
			"gen_ai.operation.name, chat, GENERATION", "gen_ai.operation.name, invoke_agent, AGENT",
			"gen_ai.operation.name, execute_tool, TOOL", "gen_ai.operation.name, invoke_workflow, SPAN",
			"gen_ai.tool.call.id, call-1, TOOL", "gen_ai.request.model, nova-3, GENERATION", "model, x, GENERATION" })
	void takesTheTypeFromTheFirstMapper(String key, String value, String type) {
		assertThat(show(key, value).type()).isEqualTo(type);
	}

	@Test
	void asksMappersInOrder() {
		assertThat(show("gen_ai.operation.name", "execute_tool", "openinference.span.kind", "AGENT").type())
			.isEqualTo("AGENT");
		assertThat(show("gen_ai.request.model", "nova-3", "langfuse.observation.type", "span").type())
			.isEqualTo("SPAN");
		assertThat(show("gen_ai.tool.name", "book", "gen_ai.operation.name", "chat").type()).isEqualTo("GENERATION");
	}

	@Test
	void knowsLiveKitByItsScope() {
		HandMadeSpan turn = HandMadeSpan.named("agent_turn");
		assertThat(this.oracle.show(turn.received()).type()).isEqualTo("SPAN");
		assertThat(this.oracle.show(turn.scope("livekit-agents").received()).type()).isEqualTo("AGENT");
		assertThat(this.oracle.show(HandMadeSpan.named("tts_request").scope("livekit-agents").received()).level())
			.isEqualTo("DEBUG");
	}

	@Test
	void callsAnySpanAfterATool() {
		assertThat(show("gen_ai.tool.name", "book").name()).isEqualTo("book");
	}

	@Test
	void losesTheHalfThatIsInAnotherGroup() {
		ProductView view = show("input.value", "Hi", "gen_ai.output.messages", SAID);
		assertThat(view.input()).isEqualTo("Hi");
		assertThat(view.output()).isNull();
	}

	@Test
	void takesTheFirstGroup() {
		ProductView view = show("gen_ai.input.messages", SAID, "gen_ai.output.messages", SAID, "input.value", "x",
				"output.value", "y", "langfuse.observation.input", "in", "langfuse.observation.output", "out");
		assertThat(List.of(view.input(), view.output())).containsExactly("in", "out");
	}

	@Test
	void takesThePromptsNameForThePrompt() {
		ProductView view = show("gen_ai.prompt.name", "greeting", "gen_ai.input.messages", SAID,
				"gen_ai.output.messages", SAID);
		assertThat(view.input()).isEqualTo("{\"name\":\"greeting\"}");
		assertThat(view.output()).isEqualTo("{}");
	}

	@Test
	void blanksTheOutputForFlattenedMessages() {
		ProductView view = show("llm.input_messages.0.message.role", "user", "gen_ai.output.messages", SAID);
		assertThat(view.input()).isEqualTo("{\"0\":{\"message\":{\"role\":\"user\"}}}");
		assertThat(view.output()).isEqualTo("{}");
	}

	@Test
	void takesBareWordsForInput() {
		assertThat(show("prompt", "x", "input.value", "y").input()).isEqualTo("x");
		assertThat(show("input", "x", "gen_ai.input.messages", SAID).input()).isEqualTo("x");
	}

	@Test
	void readsLiveKitsOldKeysAndNotTheNewOnes() {
		assertThat(show("lk.chat_ctx", "x", "lk.response.text", "y").output()).isEqualTo("y");
		ProductView view = show("lk.pii.chat_ctx", "x", "lk.pii.response.text", "y");
		assertThat(view.input()).isNull();
		assertThat(view.output()).isNull();
	}

	@Test
	void readsMessagesWithInstructionsAndTools() {
		ProductView view = show("gen_ai.input.messages", SAID, "gen_ai.output.messages", SAID,
				"gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be kind\"}]",
				"gen_ai.tool.definitions", "[{\"name\":\"book\"}]");
		assertThat(view.input()).startsWith("{\"messages\":[{\"role\":\"system\"").contains("\"tools\":[{\"name\"");
		assertThat(view.output()).isEqualTo(SAID);
	}

	@Test
	void readsEventsBeforeAttributes() {
		ReceivedSpan span = HandMadeSpan.named("llm_request")
			.attributes("input.value", "x")
			.event("gen_ai.choice", Map.of("content", "hello"))
			.received();
		assertThat(this.oracle.show(span).input()).isNull();
		assertThat(this.oracle.show(span).output()).isEqualTo("{\"role\":\"assistant\",\"content\":\"hello\"}");
	}

	@Test
	void dropsModelAndTokensOfAgents() {
		ProductView view = show("gen_ai.operation.name", "invoke_agent", "gen_ai.request.model", "gpt-4o",
				"gen_ai.usage.input_tokens", 10L);
		assertThat(view.model()).isNull();
		assertThat(view.usage()).isEmpty();
	}

	@Test
	void takesPartsItKnowsOffTheWhole() {
		ProductView view = show("gen_ai.usage.input_tokens", 100L, "gen_ai.usage.cache_read.input_tokens", 30L,
				"gen_ai.usage.cache_creation.input_tokens", 20L, "gen_ai.usage.output_tokens", 50L,
				"gen_ai.usage.reasoning.output_tokens", 40L);
		assertThat(view.usage()).containsExactlyInAnyOrderEntriesOf(Map.of("input", 50L, "input_cached_tokens", 30L,
				"input_cache_creation", 20L, "output", 10L, "output_reasoning_tokens", 40L, "total", 150L));
		assertThat(List.of(view.inputTokens(), view.outputTokens())).containsExactly(100L, 50L);
	}

	@Test
	void countsPartsItDoesNotKnowTwice() {
		ProductView view = show("gen_ai.usage.input_tokens", 100L, "gen_ai.usage.audio.input_tokens", 60L,
				"gen_ai.usage.cache_write.input_tokens", 20L);
		assertThat(view.usage()).containsEntry("input", 100L).containsEntry("audio.input_tokens", 60L);
		assertThat(view.inputTokens()).isEqualTo(180);
	}

	@Test
	void doesNotDoubleTheSameInTwoConventions() {
		ProductView view = show("gen_ai.usage.input_tokens", 100L, "llm.token_count.prompt", 100L,
				"llm.token_count.prompt_details.cache_read", 30L, "gen_ai.usage.cache_read.input_tokens", 30L);
		assertThat(view.inputTokens()).isEqualTo(100);
	}

	@Test
	void takesUsageDetailsAsTheyAreIfTheyAreText() {
		ProductView view = show("gen_ai.usage.input_tokens", 100L, "langfuse.observation.usage_details",
				"{\"input\":70,\"input_cached_tokens\":30,\"output\":5}");
		assertThat(view.usage()).containsOnly(Map.entry("input", 70L), Map.entry("input_cached_tokens", 30L),
				Map.entry("output", 5L));
		assertThat(view.problems()).isEmpty();
		assertThat(show("langfuse.observation.usage_details", Map.of("input", 70L)).problems()).hasSize(1);
		assertThat(show("langfuse.observation.usage_details", "{\"prompt_tokens\":70}").problems()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "Prod.EU, default", "Production, production", "langfuse-eu, -eu", "test_1, test_1",
			"a2345678901234567890123456789012345678901, default" })
	void replacesIllegalEnvironments(String given, String shown) {
		ReceivedSpan span = HandMadeSpan.named("x").resource("deployment.environment.name", given).received();
		assertThat(this.oracle.show(span).environment()).isEqualTo(shown);
		assertThat(show("langfuse.environment", given).environment()).isEqualTo(shown);
	}

	@Test
	void readsScalarsInOrder() {
		ProductView view = show("gen_ai.conversation.id", "c", "session.id", "s", "user.id", "u", "langfuse.user.id",
				"v", "gen_ai.request.model", "asked", "gen_ai.response.model", "answered", "tag.tags",
				List.of("a", "b"), "langfuse.trace.metadata.tenant", "clinic", "metadata", "{\"lost\":1}");
		assertThat(List.of(view.session(), view.user(), view.model())).containsExactly("s", "v", "answered");
		assertThat(view.tags()).containsExactly("a", "b");
		assertThat(view.metadata()).containsExactly(Map.entry("tenant", "clinic"));
		assertThat(show("langfuse.trace.tags", "[\"a\",\"b\"]").tags()).containsExactly("a", "b");
		assertThat(show("langfuse.trace.tags", "a,b").tags()).containsExactly("a", "b");
	}

	@Test
	void dropsMetadataThatIsNoObject() {
		assertThat(show("langfuse.observation.metadata", "{\"a\":1}").metadata()).containsEntry("a", 1L);
		assertThat(show("langfuse.observation.metadata", "[1]").problems()).hasSize(1);
	}

	@Test
	void showsTheFirstTokenOnlyFromAnInstantWithinTheSpan() {
		HandMadeSpan span = HandMadeSpan.named("llm_request");
		String key = "langfuse.observation.completion_start_time";
		String inside = span.start().plusMillis(400).toString();
		assertThat(timeToFirstToken(span.attributes(key, inside))).isCloseTo(Duration.ofMillis(400),
				Duration.ofMillis(1));
		assertThat(timeToFirstToken(span.attributes(key, '"' + inside + '"'))).isNotNull();
		for (Object wrong : List.of(span.start().plusSeconds(3).toString(), span.start().minusSeconds(1).toString(),
				1.5e9, "0.4", "yesterday")) {
			ProductView view = this.oracle.show(span.attributes(key, wrong).received());
			assertThat(view.timeToFirstToken()).isNull();
			assertThat(view.problems()).hasSize(1);
		}
		assertThat(show("gen_ai.response.time_to_first_chunk", 0.4, "lk.response.ttft", 0.4).timeToFirstToken())
			.isNull();
	}

	private Duration timeToFirstToken(HandMadeSpan span) {
		return this.oracle.show(span.received()).timeToFirstToken();
	}

	@Test
	void believesTheLevelMoreThanTheStatus() {
		HandMadeSpan span = HandMadeSpan.named("x").error("no line");
		assertThat(this.oracle.show(span.received()).level()).isEqualTo("ERROR");
		assertThat(this.oracle.show(span.received()).statusMessage()).isEqualTo("no line");
		span.attributes("langfuse.observation.level", "warn", "langfuse.observation.status_message", "cut off");
		assertThat(this.oracle.show(span.received()).level()).isEqualTo("WARNING");
		assertThat(this.oracle.show(span.received()).statusMessage()).isEqualTo("cut off");
	}

	@Test
	void refusesAnExportWithASpanWithoutAnId() {
		ReceivedSpan good = HandMadeSpan.with("session.id", "s");
		ReceivedSpan bad = new ReceivedSpan("", "", "", "x", "INTERNAL", 1, 2, Map.of(), List.of(), List.of(),
				List.of(), "UNSET", "", "", Map.of(), "", 0);
		assertThat(this.oracle.show(List.of(good, bad))).isEmpty();
	}

}

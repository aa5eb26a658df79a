package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What OpenObserve is known to do, which its oracle has to do likewise.
 */
class OpenObserveOracleTests {

	private final OpenObserveOracle oracle = new OpenObserveOracle(Instant.now());

	private ProductView show(Object... keysAndValues) {
		return this.oracle.show(HandMadeSpan.with(keysAndValues));
	}

	@Test
	void rejectsWhatBeganTooLongAgo() {
		Instant now = Instant.now();
		HandMadeSpan span = HandMadeSpan.named("agent_session").startedAt(now.minus(Duration.ofMinutes(301)));
		assertThat(this.oracle.show(List.of(span.received()))).isEmpty();
		assertThat(this.oracle.show(List.of(span.startedAt(now.plus(Duration.ofHours(25))).received()))).isEmpty();
		assertThat(this.oracle.show(List.of(span.startedAt(now.minus(Duration.ofMinutes(299))).received()))).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "gen_ai.operation.name, CHAT, chat", "gen_ai.operation.name, speech_to_text, span",
			"gen_ai.request.model, nova-3, chat", "openinference.span.kind, TOOL, execute_tool",
			"langfuse.observation.type, agent, invoke_agent", "lk.input_text, hello,", "voice.stage, llm_node,",
			"gen_ai.input.messages, [], span", "input, hello, span" })
	void knowsLanguageModelsByTheirKeys(String key, String value, String operation) {
		assertThat(show(key, value).type()).isEqualTo(operation);
	}

	@Test
	void takesSpeechWithAModelForAChatAndGuessesItsTokens() {
		ProductView view = show("gen_ai.operation.name", "text_to_speech", "gen_ai.request.model", "sonic",
				"gen_ai.input.messages", "hello");
		assertThat(view.type()).isEqualTo("chat");
		assertThat(view.inputTokens()).isPositive();
		assertThat(view.details()).containsEntry("guessedTokens", true);
	}

	@Test
	void losesAnOutputWithoutAnInput() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.output.messages", "hello");
		assertThat(view.output()).isNull();
		assertThat(view.metadata()).doesNotContainKey("gen_ai_output_messages");
		assertThat(view.problems()).hasSize(1);
	}

	@Test
	void keepsAnInputWithoutAnOutput() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.input.messages", "hello", "output.value", "x");
		assertThat(view.input()).isEqualTo("hello");
		assertThat(view.output()).isNull();
	}

	@Test
	void takesTheFirstGroupWithAnInput() {
		ProductView view = show("gen_ai.input.messages", "a", "gen_ai.output.messages", "b", "input.value", "c",
				"langfuse.observation.output", "d");
		assertThat(List.of(view.input(), view.output())).containsExactly("a", "b");
		assertThat(show("gen_ai.input.messages", "a", "gen_ai.prompt.name", "greeting").input())
			.isEqualTo("{\"name\":\"greeting\"}");
		assertThat(show("gen_ai.tool.call.arguments", "{}", "gen_ai.tool.call.result", "ok", "gen_ai.operation.name",
				"execute_tool")
			.output()).isEqualTo("ok");
	}

	@Test
	void doesNotReadLangfusesSessionAndUser() {
		ProductView view = show("langfuse.session.id", "s", "langfuse.user.id", "u");
		assertThat(view.session()).isNull();
		assertThat(view.user()).isNull();
		view = show("session.id", "s", "gen_ai.conversation.id", "c", "user.id", "u");
		assertThat(List.of(view.session(), view.user())).containsExactly("s", "u");
	}

	@Test
	void countsCachedTokensAsPartOfTheInput() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 100L,
				"gen_ai.usage.output_tokens", 20L, "gen_ai.usage.cache_read.input_tokens", 30L);
		assertThat(view.usage()).containsExactlyInAnyOrderEntriesOf(
				Map.of("input", 100L, "output", 20L, "cache_read_input", 30L, "total", 120L));
		assertThat(show("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 70L, "gen_ai.usage.output_tokens",
				20L, "gen_ai.usage.cache_read_tokens", 30L)
			.usage()).containsEntry("total", 120L);
	}

	@Test
	void addsUpTheTokensOfAgents() {
		ReceivedSpan turn = HandMadeSpan.named("agent_turn")
			.attributes("gen_ai.operation.name", "invoke_agent", "gen_ai.usage.input_tokens", 100L)
			.received();
		ReceivedSpan call = HandMadeSpan.named("llm_request")
			.ids("1", "2", "1")
			.attributes("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 100L)
			.received();
		assertThat(OpenObserveOracle.tokens(this.oracle.show(List.of(turn, call))).values())
			.containsExactly(List.of(200L, 0L));
	}

	@Test
	void writesLangfusesKeysOverItsOwn() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 100L,
				"langfuse.observation.usage_details", "{\"input\":70}", "gen_ai.response.time_to_first_chunk", 0.4,
				"langfuse.observation.completion_start_time", "2026-11-21T12:00:00Z");
		assertThat(view.inputTokens()).isEqualTo(70);
		assertThat(view.timeToFirstToken()).isGreaterThan(Duration.ofDays(365));
		assertThat(view.problems()).hasSize(2);
	}

	@Test
	void keepsTheTimeToTheFirstTokenInSeconds() {
		assertThat(show("gen_ai.response.time_to_first_chunk", 0.4).timeToFirstToken())
			.isEqualTo(Duration.ofMillis(400));
		assertThat(show("gen_ai.response.time_to_first_chunk", 1L).problems()).hasSize(1);
	}

	@Test
	void movesAttributesOutOfTheWayOfColumns() {
		ReceivedSpan span = HandMadeSpan.named("x")
			.attributes("Voice.Room-Name", "line-1", "duration", 3L, "service.region", "eu")
			.resource("region", "us")
			.received();
		assertThat(this.oracle.show(span).metadata()).containsEntry("voice_room_name", "line-1")
			.containsEntry("attr_duration", 3L)
			.containsEntry("duration", 2_000_000L)
			.containsEntry("service_region", "us")
			.containsEntry("attr_service_region", "eu")
			.containsEntry("service_name", "clinic-line");
		assertThat(this.oracle.show(span).problems()).hasSize(2);
	}

}

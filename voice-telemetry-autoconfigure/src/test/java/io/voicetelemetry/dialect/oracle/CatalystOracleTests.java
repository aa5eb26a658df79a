package io.voicetelemetry.dialect.oracle;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Catalyst is known to read, which its oracle has to read likewise.
 */
class CatalystOracleTests {

	private final CatalystOracle oracle = new CatalystOracle();

	private ProductView show(Object... keysAndValues) {
		return this.oracle.show(HandMadeSpan.with(keysAndValues));
	}

	@Test
	void readsOpenInference() {
		ProductView view = show("openinference.span.kind", "LLM", "input.value", "Hi", "output.value", "{}",
				"output.mime_type", "application/json", "llm.model_name", "gpt-4o", "llm.provider", "openai",
				"llm.token_count.prompt", 100L, "llm.token_count.completion", 20L,
				"llm.token_count.prompt_details.cache_read", 30L, "llm.token_count.completion_details.reasoning", 5L,
				"session.id", "s", "user.id", "u", "metadata", "{\"tenant\":\"clinic\"}");
		assertThat(view.type()).isEqualTo("LLM");
		assertThat(view.input()).isEqualTo("Hi");
		assertThat(view.output()).isEqualTo("{}");
		assertThat(view.model()).isEqualTo("gpt-4o");
		assertThat(view.usage()).containsExactlyInAnyOrderEntriesOf(
				Map.of("prompt", 100L, "completion", 20L, "cache_read", 30L, "reasoning", 5L));
		assertThat(view.session()).isEqualTo("s");
		assertThat(view.user()).isEqualTo("u");
		assertThat(view.metadata()).containsExactly(Map.entry("tenant", "clinic"));
		assertThat(view.problems()).isEmpty();
	}

	@Test
	void doesNotReadGenAiOrLiveKit() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.request.model", "gpt-4o",
				"gen_ai.usage.input_tokens", 100L, "gen_ai.input.messages", "[]", "lk.chat_ctx", "x");
		assertThat(view.type()).isNull();
		assertThat(view.model()).isNull();
		assertThat(view.input()).isNull();
		assertThat(view.usage()).isEmpty();
		assertThat(view.problems()).hasSize(1);
	}

	@Test
	void putsAgentsTogetherByTheirId() {
		assertThat(show("openinference.span.kind", "AGENT", "agent.name", "Reception").problems()).hasSize(1);
		ProductView view = show("openinference.span.kind", "AGENT", "agent.name", "Reception", "agent.id", "reception",
				"agent.outcome", "cancelled");
		assertThat(view.problems()).isEmpty();
		assertThat(view.details()).containsEntry("agent.id", "reception").containsEntry("agent.outcome", "cancelled");
		assertThat(show("openinference.span.kind", "AGENT", "agent.id", "a", "agent.outcome", "error").problems())
			.hasSize(1);
	}

	@Test
	void wantsNumbersForTokens() {
		assertThat(show("openinference.span.kind", "LLM", "llm.token_count.prompt", "100").problems()).hasSize(1);
	}

}

package io.voicetelemetry.dialect.oracle;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of products whose rules are few.
 */
class SmallOracleTests {

	@Test
	void superlogKnowsSessionsByTheirName() {
		ProductView view = new SuperlogOracle().show(HandMadeSpan.named("voice.session")
			.attributes("voice.room_name", "line-1", "voice.duration_ms", 1200L, "tenant.id", "clinic")
			.received());
		assertThat(view.type()).isEqualTo("session");
		assertThat(view.details()).containsEntry("roomName", "line-1")
			.containsEntry("durationMillis", 1200L)
			.containsEntry("tenant.id", "clinic");
		assertThat(new SuperlogOracle().show(HandMadeSpan.with("superlog.x", "y")).problems()).hasSize(1);
	}

	@Test
	void opikPutsIntoTheInputWhatItDoesNotKnow() {
		ProductView view = new OpikOracle().show(HandMadeSpan.with("gen_ai.input.messages", "hello",
				"gen_ai.output.messages", "hi", "gen_ai.conversation.id", "c", "http.route", "/call"));
		assertThat(view.input()).isEqualTo("hello\n/call");
		assertThat(view.output()).isEqualTo("hi");
		assertThat(view.session()).isEqualTo("c");
		assertThat(view.problems()).hasSize(1);
	}

	@Test
	void langSmithKnowsItsOwnKindFirst() {
		LangSmithOracle oracle = new LangSmithOracle();
		assertThat(
				oracle.show(HandMadeSpan.with("langsmith.span.kind", "chain", "gen_ai.operation.name", "chat")).type())
			.isEqualTo("chain");
		assertThat(oracle.show(HandMadeSpan.with("gen_ai.operation.name", "chat")).type()).isEqualTo("llm");
		assertThat(oracle.show(HandMadeSpan.with("langsmith.metadata.tenant", "clinic")).metadata())
			.containsExactly(Map.entry("tenant", "clinic"));
	}

	@Test
	void braintrustReadsItsOwnKeysFirst() {
		ProductView view = new BraintrustOracle()
			.show(HandMadeSpan.with("braintrust.input", "a", "gen_ai.input.messages", "b", "braintrust.output_json",
					"{}", "braintrust.span_attributes", "{\"type\":\"tool\"}", "braintrust.metadata", "none"));
		assertThat(view.input()).isEqualTo("a");
		assertThat(view.output()).isEqualTo("{}");
		assertThat(view.type()).isEqualTo("tool");
		assertThat(view.problems()).hasSize(1);
	}

}

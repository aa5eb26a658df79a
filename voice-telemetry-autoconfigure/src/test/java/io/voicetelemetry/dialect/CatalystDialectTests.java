package io.voicetelemetry.dialect;

import java.util.List;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link CatalystDialect}.
 */
class CatalystDialectTests {

	private static final SpanDialect DIALECT = new CatalystDialect();

	@Test
	void groupsAgents() {
		TestSpan reply = TestSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.AGENT_NAME, "clinic")
			.with(TelemetryAttributes.GENERATION_COUNT, 2L);
		assertThat(reply.added(DIALECT)).containsOnly(entry("agent.id", "clinic"), entry("agent.outcome", "success"),
				entry("agent.llm_call_count", 2L));
		assertThat(reply.outcome(Outcome.ERROR).added(DIALECT)).containsEntry("agent.outcome", "failure");
		assertThat(reply.with(TelemetryAttributes.INTERRUPTION_SOURCE, "user_turn")
			.outcome(Outcome.CANCELLED)
			.added(DIALECT)).contains(entry("agent.outcome", "cancelled"), entry("agent.stop_reason", "user_turn"));
		assertThat(TestSpan.of(Stage.AGENT_SESSION)
			.with(TelemetryAttributes.AGENT_NAME, "clinic")
			.with("gen_ai.agent.id", "a1")
			.with(TelemetryAttributes.DISCONNECT_REASON, "hangup")
			.added(DIALECT)).containsOnly(entry("agent.id", "a1"), entry("agent.outcome", "success"),
					entry("agent.stop_reason", "hangup"));
	}

	@Test
	void tellsWhoseModelItIs() {
		assertThat(TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_STREAM, true)
			.with(TelemetryAttributes.USE_CASE, "booking")
			.added(DIALECT)).containsOnly(entry("gen_ai.system", "openai"), entry("llm.streaming", true),
					entry("tags", List.of("booking")));
		assertThat(TestSpan.of(Stage.STT_REQUEST).with(TelemetryAttributes.PROVIDER_NAME, "acme").added(DIALECT))
			.isEmpty();
	}

	@Test
	void goesAfterOpenInference() {
		assertThat(TestSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.AGENT_NAME, "clinic")
			.added(new OpenInferenceDialect(OpenInferencePrivacy.of((name) -> null)), DIALECT))
			.contains(entry("openinference.span.kind", "AGENT"), entry("agent.name", "clinic"),
					entry("agent.id", "clinic"));
	}

}

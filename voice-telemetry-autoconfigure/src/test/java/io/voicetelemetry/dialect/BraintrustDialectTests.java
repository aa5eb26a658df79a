package io.voicetelemetry.dialect;

import java.util.Map;

import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link BraintrustDialect}.
 */
class BraintrustDialectTests {

	private static final SpanDialect DIALECT = new BraintrustDialect();

	@Test
	void writesARequest() {
		TestSpan request = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "caller-1")
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.3)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"));
		Map<String, Object> added = request.added(DIALECT);
		assertThat(JsonReader.parse((String) added.getOrDefault("braintrust.metadata", "")))
			.isEqualTo(Map.of("session_id", "call-1", "user_id", "caller-1", "voice.stage", "llm_request",
					"voice.outcome", "success", "gen_ai.response.time_to_first_chunk", 0.3));
		assertThat(added).containsOnlyKeys("braintrust.span_attributes", "braintrust.metadata", "braintrust.metrics")
			.contains(entry("braintrust.span_attributes", "{\"type\":\"llm\"}"),
					entry("braintrust.metrics", "{\"time_to_first_token\":0.3}"));
		assertThat(request.removed(DIALECT)).isEmpty();
	}

	@Test
	void saysWhatIsJson() {
		assertThat(TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "{9 to 5}")
			.added(DIALECT))
			.contains(entry("braintrust.span_attributes", "{\"type\":\"tool\"}"),
					entry("braintrust.input_json", "{\"day\":1}"), entry("braintrust.output", "{9 to 5}"))
			.doesNotContainKeys("braintrust.input", "braintrust.output_json");
	}

	@Test
	void saysWhatTheOthersAre() {
		assertThat(TestSpan.of(Stage.AGENT_TURN).with(TelemetryAttributes.E2E_LATENCY, 1.25).added(DIALECT)).contains(
				entry("braintrust.span_attributes", "{\"type\":\"task\"}"),
				entry("braintrust.metrics", "{\"e2e_latency\":1.25}"));
		assertThat(TestSpan.ofFramework("http get").added(DIALECT)).isEmpty();
	}

	@Test
	void countsTokensOnTheInnermostAlone() {
		assertThat(TestSpan.ofFramework("agent")
			.with(TelemetryAttributes.OPERATION_NAME, "invoke_agent")
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.removed(DIALECT)).containsExactly("gen_ai.usage.input_tokens");
	}

}

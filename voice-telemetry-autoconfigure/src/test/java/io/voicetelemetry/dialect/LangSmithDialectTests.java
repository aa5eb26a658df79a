package io.voicetelemetry.dialect;

import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link LangSmithDialect}.
 */
class LangSmithDialectTests {

	private static final SpanDialect DIALECT = new LangSmithDialect();

	@Test
	void writesARequest() {
		TestSpan request = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "caller-1")
			.with(TelemetryAttributes.TENANT_ID, "t1")
			.with(TelemetryAttributes.USE_CASE, "booking")
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 20L)
			.with(TelemetryAttributes.REASONING_OUTPUT_TOKENS, 7L)
			.with(TelemetryAttributes.TOKENS_PER_SECOND, 12.5)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"));
		assertThat(request.added(DIALECT)).containsOnly(entry("langsmith.span.kind", "llm"),
				entry("langsmith.span.tags", "booking"), entry("langsmith.metadata.session_id", "call-1"),
				entry("langsmith.metadata.user_id", "caller-1"), entry("langsmith.metadata.tenant.id", "t1"),
				entry("langsmith.metadata.voice.stage", "llm_request"),
				entry("langsmith.metadata.voice.outcome", "success"),
				entry("langsmith.metadata.voice.use_case", "booking"),
				entry("langsmith.metadata.voice.tokens_per_second", 12.5), entry("gen_ai.system", "openai"),
				entry("gen_ai.usage.total_tokens", 120L), entry("gen_ai.usage.details.reasoning_tokens", 7L));
		assertThat(request.removed(DIALECT)).isEmpty();
	}

	@Test
	void writesWhatHasNoMessages() {
		assertThat(TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "9 to 5")
			.added(DIALECT)).containsOnly(entry("langsmith.span.kind", "tool"), entry("input.value", "{\"day\":1}"),
					entry("output.value", "9 to 5"), entry("langsmith.metadata.voice.stage", "function_tool"),
					entry("langsmith.metadata.voice.outcome", "success"));
		assertThat(TestSpan.of(Stage.STT_REQUEST).with(TelemetryAttributes.TRANSCRIPT, "Hello?").added(DIALECT))
			.contains(entry("langsmith.span.kind", "chain"), entry("input.value", "[audio]"),
					entry("output.value", "Hello?"))
			.doesNotContainKey("langsmith.metadata.voice.transcript");
		assertThat(TestSpan.ofFramework("http get").added(DIALECT)).isEmpty();
		assertThat(TestSpan.ofFramework("embed").with(TelemetryAttributes.OPERATION_NAME, "embeddings").added(DIALECT))
			.containsOnly(entry("langsmith.span.kind", "embedding"));
	}

	@Test
	void countsTokensOnTheInnermostAlone() {
		assertThat(TestSpan.ofFramework("agent")
			.with(TelemetryAttributes.OPERATION_NAME, "invoke_agent")
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.removed(DIALECT)).containsExactly("gen_ai.usage.input_tokens");
	}

}

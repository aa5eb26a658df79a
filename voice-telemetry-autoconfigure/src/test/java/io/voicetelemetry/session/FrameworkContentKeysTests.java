package io.voicetelemetry.session;

import io.voicetelemetry.content.Sensitivity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameworkContentKeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "input.value", "llm.input_messages.0.message.content", "gen_ai.prompt.0.content",
			"gen_ai.completion.0.content", "spring.ai.tool.call.result", "lk.chat_ctx", "lk.pii.chat_ctx",
			"traceloop.entity.input", "langfuse.observation.input", "ai.prompt.messages", "prompt", "output" })
	void whatFrameworksKeepOfWhatWasSaidIsContent(String key) {
		assertThat(TelemetryAttributes.ofString(key).sensitivity()).isEqualTo(Sensitivity.CONTENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gen_ai.prompt.name", "gen_ai.prompt.version", "input.mime_type", "llm.model_name",
			"lk.response.ttft", "langfuse.session.id", "ai.operationId", "http.route", "output.format" })
	void whatNamesThingsIsNot(String key) {
		assertThat(TelemetryAttributes.ofString(key).sensitivity()).isEqualTo(Sensitivity.SAFE);
	}

}

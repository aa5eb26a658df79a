package io.voicetelemetry.recipe;

import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the readers of {@code docs/readers.md} read of what came over HTTP.
 */
class OllamaReadersTests {

	private static final String END = ",\"done\":true,\"done_reason\":\"stop\",\"total_duration\":4883583458,\"prompt_eval_count\":26,\"eval_count\":3}";

	private static String piece(String text, String end) {
		return "{\"model\":\"llama3.2\",\"created_at\":\"2026-11-21T10:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":\""
				+ text + "\"}" + end;
	}

	private static SpanData ask(String answer, Work work) throws Exception {
		try (OpenAiEndpoint endpoint = OpenAiEndpoint.start().answer(EndpointAnswer.json(answer));
				SurroundedApplication application = Surrounding.PLAIN.start(List.of(Agent.class),
						"endpoint=" + endpoint.baseUrl(), "voice.telemetry.content.capture=full")) {
			application.run((context) -> context.getBean(VoiceTelemetry.class)
				.session()
				.start()
				.call(() -> work.with(context.getBean(OllamaModel.class))));
			assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
			return application.only("llm_request");
		}
	}

	private static void assertAnswer(SpanData span) {
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("ollama");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("llama3.2");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("stop");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(26);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
	}

	@Test
	void readsAnAnswer() throws Exception {
		assertAnswer(ask(piece("At nine.", END), (model) -> model.ask("When?")));
	}

	@Test
	void readsAStream() throws Exception {
		SpanData span = ask(
				piece("At ", ",\"done\":false}\n") + piece("nine.", ",\"done\":false}\n") + piece("", END) + "\n",
				(model) -> model.stream("When?").collectList().block());
		assertAnswer(span);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	interface Work {

		Object with(OllamaModel model);

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OllamaReaders.class)
	static class Agent {

		@Bean
		OllamaModel ollamaModel(Environment environment) {
			String endpoint = environment.getRequiredProperty("endpoint");
			return new OllamaModel(RestClient.create(endpoint), WebClient.create(endpoint));
		}

	}

}

package io.voicetelemetry.integration.gemini;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent that asks Gemini, and the spans that its questions leave.
 */
@Configuration(proxyBeanMethods = false)
class GeminiAgent {

	@Bean(destroyMethod = "close")
	Client gemini(Environment environment) {
		return client(environment, false);
	}

	@Bean(destroyMethod = "close")
	Client vertexAi(Environment environment) {
		return client(environment, true);
	}

	private static Client client(Environment environment, boolean vertexAi) {
		return Client.builder()
			.vertexAI(vertexAi)
			.apiKey("none")
			.httpOptions(HttpOptions.builder().baseUrl(environment.getRequiredProperty("endpoint")).build())
			.build();
	}

	@Bean
	GeminiModels models(Client gemini, Client vertexAi) {
		return new GeminiModels(gemini, vertexAi);
	}

	/**
	 * Such agents, which ask an endpoint of ours.
	 */
	static SurroundedApplications applications(OpenAiEndpoint endpoint) {
		return SurroundedApplications.of(GeminiAgent.class).with("endpoint=" + endpoint.baseUrl().replace("/v1", ""));
	}

	/**
	 * The span of a question that is asked in a call.
	 */
	static SpanData ask(SurroundedApplication application, Work work) throws Exception {
		int before = application.stage("llm_request").size();
		application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(GeminiModels.class))));
		assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		assertThat(application.stage("llm_request")).hasSize(before + 1);
		return application.stage("llm_request").get(before);
	}

	interface Work {

		Object with(GeminiModels models) throws Exception;

	}

}

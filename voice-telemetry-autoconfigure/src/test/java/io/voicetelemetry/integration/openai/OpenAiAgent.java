package io.voicetelemetry.integration.openai;

import java.util.concurrent.TimeUnit;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An agent that asks OpenAI, and the spans that its questions leave.
 */
@Configuration(proxyBeanMethods = false)
class OpenAiAgent {

	@Bean(destroyMethod = "close")
	OpenAIClient openAiClient(org.springframework.core.env.Environment environment) {
		return OpenAIOkHttpClient.builder()
			.baseUrl(environment.getRequiredProperty("endpoint"))
			.apiKey("none")
			.maxRetries(0)
			.build();
	}

	@Bean
	OpenAiModels models(OpenAIClient client) {
		return new OpenAiModels(client);
	}

	/**
	 * Such agents, which ask an endpoint of ours.
	 */
	static SurroundedApplications applications(OpenAiEndpoint endpoint) {
		return SurroundedApplications.of(OpenAiAgent.class).with("endpoint=" + endpoint.baseUrl());
	}

	/**
	 * The span of a question that is asked in a call.
	 */
	static SpanData ask(SurroundedApplication application, Work work, String stage) throws Exception {
		int before = application.stage(stage).size();
		application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(OpenAiModels.class))));
		// What is handed out by another thread may end on that.
		Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(application.stage(stage)).hasSize(before + 1));
		assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		return application.stage(stage).get(before);
	}

	interface Work {

		Object with(OpenAiModels models) throws Exception;

	}

}

package io.voicetelemetry.sample.llm;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.voicetelemetry.sample.SampleProperties;
import io.voicetelemetry.sample.SampleProperties.Llm;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Makes the client, at the first call: the embedded endpoint's port is known only once
 * the server has started.
 */
@Configuration(proxyBeanMethods = false)
class LanguageModelConfiguration {

	@Bean
	@Lazy
	StreamingChatModel streamingChatModel(SampleProperties properties, Environment environment) {
		Llm llm = properties.llm();
		String baseUrl = llm.baseUrl();
		if (baseUrl == null) {
			baseUrl = "http://localhost:" + environment.getRequiredProperty("local.server.port") + "/v1";
		}
		return OpenAiStreamingChatModel.builder()
			.baseUrl(baseUrl)
			.apiKey(llm.apiKey())
			.modelName(llm.model())
			.timeout(llm.timeout())
			.build();
	}

}

package io.voicetelemetry.integration.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Models as an application declares them, that ask the endpoint of a test.
 */
@Configuration(proxyBeanMethods = false)
class Models {

	static final String ENDPOINT = "endpoint";

	static final String MODEL = "gpt-4o-mini";

	@Bean
	ChatModel chatModel(Environment environment) {
		return OpenAiChatModel.builder()
			.baseUrl(environment.getRequiredProperty(ENDPOINT))
			.apiKey("none")
			.modelName(MODEL)
			.temperature(0.25)
			.maxRetries(0)
			.build();
	}

	@Bean
	StreamingChatModel streamingChatModel(Environment environment) {
		return OpenAiStreamingChatModel.builder()
			.baseUrl(environment.getRequiredProperty(ENDPOINT))
			.apiKey("none")
			.modelName(MODEL)
			.temperature(0.25)
			.build();
	}

}

package io.voicetelemetry.integration.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * An agent of a clinic that is made with Spring AI, as its own starters would make it.
 */
@Configuration(proxyBeanMethods = false)
class Clinic {

	static final String MODEL = "gpt-4o-mini";

	@Bean(destroyMethod = "close")
	OpenAiEndpoint endpoint() {
		return OpenAiEndpoint.start();
	}

	@Bean
	OpenAiChatModel openAiChatModel(OpenAiEndpoint endpoint, ObservationRegistry registry) {
		return model(endpoint, registry);
	}

	@Bean
	@Primary
	ChatClient chatClient(ChatModel model, ObservationRegistry registry, Tools tools) {
		return client(model, registry, tools);
	}

	@Bean
	Tools tools() {
		return new Tools();
	}

	static OpenAiChatModel model(OpenAiEndpoint endpoint, ObservationRegistry registry) {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder()
				.baseUrl(endpoint.baseUrl())
				.apiKey("sk-test")
				.model(MODEL)
				.temperature(0.3)
				.maxRetries(0)
				.streamUsage(true)
				.build())
			.observationRegistry(registry)
			.build();
	}

	static ChatClient client(ChatModel model, ObservationRegistry registry, Object... tools) {
		return ChatClient
			.builder(model, registry, null, null,
					ToolCallingAdvisor.builder()
						.toolCallingManager(DefaultToolCallingManager.builder().observationRegistry(registry).build()))
			.defaultTools(tools)
			.build();
	}

	/**
	 * What the model may ask for.
	 */
	static class Tools {

		/** The stages in which the tools ran. */
		final List<VoiceSpan> stages = new CopyOnWriteArrayList<>();

		@Tool(description = "Finds free slots")
		List<String> slots(@ToolParam String day) {
			note();
			List<String> slots = new ArrayList<>();
			slots.add(day + " at ten");
			return slots;
		}

		@Tool(description = "Books a slot")
		String book(@ToolParam String slot) {
			note();
			if (slot.isEmpty()) {
				throw new IllegalStateException("no such slot");
			}
			return "booked";
		}

		private void note() {
			VoiceSpan span = VoiceContext.span(Context.current());
			if (span != null) {
				this.stages.add(span);
			}
		}

	}

}

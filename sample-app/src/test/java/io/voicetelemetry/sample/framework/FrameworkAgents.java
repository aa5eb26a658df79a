package io.voicetelemetry.sample.framework;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolExecutor;
import io.micrometer.observation.ObservationRegistry;
import io.voicetelemetry.sample.appointment.AppointmentToolBox;
import io.voicetelemetry.sample.appointment.AppointmentTools;
import io.voicetelemetry.sample.appointment.Slot;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The clinic's agent, made with Spring AI and with LangChain4j. Both ask the embedded
 * endpoint, whose port is known when the application has started. Not annotated, since
 * the sample would find it in all tests.
 */
class FrameworkAgents {

	@Bean
	StreamedAnswers streamedAnswers() {
		return new StreamedAnswers();
	}

	@Bean
	@Lazy
	OpenAiChatModel openAiChatModel(Environment environment, ObservationRegistry observations) {
		return OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder()
				.baseUrl("http://localhost:" + environment.getRequiredProperty("local.server.port") + "/v1")
				.apiKey("none")
				.model("clinic-rules-1")
				.streamUsage(true)
				.maxRetries(0)
				.build())
			.observationRegistry(observations)
			.build();
	}

	@Bean
	@Lazy
	ChatClient chatClient(ChatModel model, ObservationRegistry observations, AppointmentTools tools) {
		return ChatClient
			.builder(model, observations, null, null, ToolCallingAdvisor.builder()
				.toolCallingManager(DefaultToolCallingManager.builder().observationRegistry(observations).build()))
			.defaultTools(new SpringAiTools(tools))
			.build();
	}

	@Bean
	@Lazy
	Assistant assistant(StreamingChatModel model, AppointmentToolBox tools) {
		return AiServices.builder(Assistant.class).streamingChatModel(model).tools(executors(tools)).build();
	}

	private static Map<ToolSpecification, ToolExecutor> executors(AppointmentToolBox tools) {
		return tools.specifications()
			.stream()
			.collect(Collectors.toMap(Function.identity(), (tool) -> (request, memory) -> tools.execute(request)));
	}

	interface Assistant {

		TokenStream answer(String caller);

	}

	/**
	 * The sample's tools as Spring AI has them.
	 */
	static class SpringAiTools {

		private final AppointmentTools tools;

		SpringAiTools(AppointmentTools tools) {
			this.tools = tools;
		}

		@Tool(name = AppointmentTools.FIND_FREE_SLOTS, description = "Finds the free appointments of a day")
		List<Slot> findFreeSlots(@ToolParam DayOfWeek day) {
			return this.tools.findFreeSlots(day);
		}

		@Tool(name = AppointmentTools.BOOK_APPOINTMENT, description = "Books a free appointment for a patient")
		Object bookAppointment(@ToolParam DayOfWeek day, @ToolParam String time, @ToolParam String patient) {
			return this.tools.bookAppointment(day, time, patient);
		}

	}

}

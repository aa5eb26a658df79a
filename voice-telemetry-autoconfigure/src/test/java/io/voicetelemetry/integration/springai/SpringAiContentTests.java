package io.voicetelemetry.integration.springai;

import java.time.Duration;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.Confidential;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said with Spring AI: recorded only where it may be.
 */
class SpringAiContentTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class);

	@RegisterExtension
	private static final SurroundedApplications capturing = SurroundedApplications.of(Clinic.class, DiscreetTools.class)
		.with("voice.telemetry.content.capture=full");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource
	void keepsContentToItself(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		askOnWhitsun(application);

		assertThat(application.voiceSpans().toString()).contains("function_tool")
			.doesNotContain("Behave yourself", "Whitsun", "Certainly not", "Finds free slots");
	}

	@ParameterizedTest
	@EnumSource
	void recordsContentIfItIsAskedFor(Surrounding surrounding) throws Exception {
		SurroundedApplication application = capturing.in(surrounding);
		askOnWhitsun(application);

		List<SpanData> requests = application.stage("llm_request");
		assertThat(value(requests.get(0), TelemetryAttributes.SYSTEM_INSTRUCTIONS.key())).contains("Behave yourself");
		assertThat(value(requests.get(0), TelemetryAttributes.INPUT_MESSAGES.key())).contains("Whitsun please");
		assertThat(value(requests.get(0), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("call_1", "slots");
		assertThat(value(requests.get(0), TelemetryAttributes.TOOL_DEFINITIONS.key())).contains("Finds free slots");
		assertThat(value(requests.get(1), TelemetryAttributes.INPUT_MESSAGES.key())).contains("Whitsun please",
				"call_1", "Whitsun at ten");
		assertThat(value(requests.get(1), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("Certainly not");
		SpanData tool = application.only("function_tool");
		assertThat(value(tool, TelemetryAttributes.TOOL_CALL_ARGUMENTS.key())).contains("Whitsun");
		assertThat(value(tool, TelemetryAttributes.TOOL_CALL_RESULT.key())).contains("Whitsun at ten");
	}

	private static void askOnWhitsun(SurroundedApplication application) throws Exception {
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "slots", "{\"day\":\"Whitsun\"}")),
					EndpointAnswer.text("Certainly not"));
		application.run((context) -> inReply(context,
				() -> context.getBean(ChatClient.class)
					.prompt()
					.system("Behave yourself")
					.user("Whitsun please")
					.stream()
					.content()
					.blockLast(PATIENCE)));
	}

	@ParameterizedTest
	@EnumSource
	void leavesItToAnAnnotationWhatOfAToolMayBeRecorded(Surrounding surrounding) throws Exception {
		SurroundedApplication application = capturing.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "secret", "{\"code\":\"Whitsun\"}")),
					EndpointAnswer
						.tools(EndpointAnswer.tool("call_2", "identify", "{\"pin\":\"Easter\",\"name\":\"Ada\"}")),
					EndpointAnswer.text("Done"));
		application.run((context) -> inReply(context,
				() -> context.getBean("discreetClient", ChatClient.class).prompt("Please").call().content()));

		List<SpanData> tools = application.stage("function_tool");
		assertThat(tools).hasSize(2);
		assertThat(value(tools.get(0), TelemetryAttributes.TOOL_NAME.key())).isEqualTo("secret");
		assertThat(tools.toString()).doesNotContain("Opens the door");
		assertThat(application.voiceSpans().toString()).doesNotContain("Whitsun", "Easter");
		assertThat(value(application.stage("llm_request").get(0), TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("call_1", "secret", "[confidential]");
		assertThat(value(application.stage("llm_request").get(2), TelemetryAttributes.INPUT_MESSAGES.key()))
			.contains("call_1", "secret", "call_2", "identify", "[confidential]", "Ada");
		assertThat(value(tools.get(1), TelemetryAttributes.TOOL_CALL_ARGUMENTS.key())).contains("Ada");
	}

	@Configuration(proxyBeanMethods = false)
	static class DiscreetTools {

		@Bean
		Doors doors() {
			return new Doors();
		}

		@Bean
		ChatClient discreetClient(ChatModel model, ObservationRegistry registry, Doors doors) {
			return Clinic.client(model, registry, doors);
		}

		static class Doors {

			@Tool(description = "Opens the door")
			@TracedTool(content = false)
			public String secret(@ToolParam String code) {
				return "Whitsun again";
			}

			@Tool(description = "Identifies the caller")
			@TracedTool
			public String identify(@Confidential @ToolParam String pin, @ToolParam String name) {
				return name;
			}

		}

	}

}

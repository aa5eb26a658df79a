package io.voicetelemetry.integration.springai;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.voicetelemetry.integration.springai.ChatClientTests.assertNoOtherModelSpans;
import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents that ask Spring AI in annotated methods.
 */
class AnnotatedAgentTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class, Annotated.class);

	@RegisterExtension
	private static final SurroundedApplications takingAlong = SurroundedApplications.of(Clinic.class, Annotated.class)
		.with("spring.reactor.context-propagation=auto");

	@ParameterizedTest
	@EnumSource
	void makesAnAnnotatedMethodTheNode(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "weather", "{}")).usage(1, 1),
					EndpointAnswer.text("Sunny").usage(2, 2));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean(Annotated.Agent.class).answer()).isEqualTo("Sunny")));

		SpanData turn = application.only("agent_turn");
		SpanData node = application.only("llm_node");
		assertThat(node.getParentSpanId()).isEqualTo(turn.getSpanId());
		assertThat(value(node, TelemetryAttributes.INPUT_TOKENS.key())).isNull();
		assertThat(application.stage("llm_request")).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(node.getSpanId()))
			.allSatisfy((request) -> assertThat(value(request, TelemetryAttributes.CONVERSATION_ID.key()))
				.isEqualTo("conversation-7"));
		SpanData tool = application.only("function_tool");
		assertThat(value(tool, TelemetryAttributes.TOOL_CALL_ID.key())).isEqualTo("call_1");
		assertThat(tool.getParentSpanId()).isEqualTo(turn.getSpanId());
		assertNoOtherModelSpans(application);
	}

	@ParameterizedTest
	@CsvSource({ "PLAIN, limited", "MVC, auto", "WEBFLUX, limited", "WEBFLUX, auto" })
	void makesAnAnnotatedStreamTheNode(Surrounding surrounding, String propagation) throws Exception {
		SurroundedApplication application = (propagation.equals("auto") ? takingAlong : plain).in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "weather", "{}")).usage(1, 1),
					EndpointAnswer.text("Sun", "ny").usage(2, 2));
		VoiceSession session = application.bean(VoiceTelemetry.class).session().id("call-1").start();
		AgentTurn turn = session.startAgentTurn();
		assertThat(application.subscribe((context) -> {
			try (Scope scope = turn.makeCurrent()) {
				return context.getBean(Annotated.Agent.class).stream();
			}
		})).containsExactly("Sun", "ny");
		turn.end();
		session.end();

		SpanData node = application.only("llm_node");
		assertThat(node.getParentSpanId()).isEqualTo(turn.spanContext().getSpanId());
		assertThat(value(node, TelemetryAttributes.OUTPUT_TOKENS.key())).isNull();
		assertThat(value(node, TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(application.stage("llm_request")).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(node.getSpanId()));
		assertThat(application.only("function_tool").getParentSpanId()).isEqualTo(turn.spanContext().getSpanId());
		assertNoOtherModelSpans(application);
	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Bean
		Agent agent(ChatModel model, ObservationRegistry registry, Weather weather) {
			return new Agent(Clinic.client(model, registry, weather));
		}

		@Bean
		Weather weather() {
			return new Weather();
		}

		static class Agent {

			private final ChatClient client;

			Agent(ChatClient client) {
				this.client = client;
			}

			@TracedLlmCall
			public String answer() {
				return String.valueOf(this.client.prompt("How is the weather?")
					.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "conversation-7"))
					.call()
					.content());
			}

			@TracedLlmCall
			public Flux<String> stream() {
				return this.client.prompt("How is the weather?").stream().content();
			}

		}

		static class Weather {

			@Tool
			@TracedTool
			public String weather() {
				return "sunny";
			}

		}

	}

}

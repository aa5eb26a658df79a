package io.voicetelemetry.integration.springai;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.annotation.Confidential;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.ByteArrayResource;

import static io.voicetelemetry.integration.springai.ChatClientTests.assertNoOtherModelSpans;
import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring AI in applications that are set up in one way or another.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringAiSwitchTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class, Annotated.class,
			FailingTool.class, Embeddings.class);

	@RegisterExtension
	private static final SurroundedApplications takingAlong = SurroundedApplications
		.of(Clinic.class, Annotated.class, FailingTool.class, Embeddings.class)
		.with("spring.reactor.context-propagation=auto");

	@RegisterExtension
	private static final SurroundedApplications capturing = SurroundedApplications.of(Clinic.class, DiscreetTools.class)
		.with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications sampled = SurroundedApplications.of(Clinic.class)
		.with("management.tracing.sampling.probability=1.0");

	@RegisterExtension
	private static final SurroundedApplications off = SurroundedApplications.of(Clinic.class)
		.with("voice.telemetry.spring-ai.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications undecorated = SurroundedApplications.of(Clinic.class)
		.with("voice.telemetry.spring-ai.decorate-models=false");

	@RegisterExtension
	private static final SurroundedApplications unobserved = SurroundedApplications.of(Unobserved.class);

	@RegisterExtension
	private static final SurroundedApplications twoModels = SurroundedApplications.of(Clinic.class, TwoModels.class);

	@RegisterExtension
	private static final SurroundedApplications conventional = SurroundedApplications.of(Clinic.class,
			OwnConvention.class);

	@RegisterExtension
	private static final SurroundedApplications allOff = SurroundedApplications
		.of(Clinic.class, Embeddings.class, SpeechTests.Speech.class)
		.with("voice.telemetry.enabled=false");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource
	void isLeftAloneOutsideACall(Surrounding surrounding) throws Exception {
		SurroundedApplication application = sampled.in(surrounding).keepingRequests();
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("Hello"), EndpointAnswer.text("Hello"));
		application.run((context) -> {
			Map<String, Double> before = measuredByUs(context);
			ChatClient client = context.getBean(ChatClient.class);
			assertThat(client.prompt("Hello").call().content()).isEqualTo("Hello");
			assertThat(client.prompt("Hello").stream().content().blockLast(PATIENCE)).isEqualTo("Hello");
			assertThat(measuredByUs(context)).isEqualTo(before);
		});

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(application.spans())
				.filteredOn((span) -> span.getName().equals("chat " + Clinic.MODEL))
				.hasSize(2));
		assertThat(application.voiceSpans()).isEmpty();
		if (surrounding != Surrounding.PLAIN) {
			assertThat(application.spans()).filteredOn((span) -> span.getName().equals("chat " + Clinic.MODEL))
				.allSatisfy((span) -> assertThat(span.getTraceId()).isEqualTo(SurroundedApplication.REQUEST_TRACE));
		}
	}

	/**
	 * Without what Spring AI measures by itself.
	 */
	private static Map<String, Double> measuredByUs(ApplicationContext context) {
		Map<String, Double> measured = new HashMap<>(VoiceMeters.of(context));
		measured.keySet().removeIf((meter) -> meter.contains("gen_ai.system"));
		return measured;
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void isLeftAloneWhereItIsSwitchedOff(Surrounding surrounding) throws Exception {
		SurroundedApplication application = off.in(surrounding);
		assertThat(application.bean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class);
		assertThat(application.context().getBeanNamesForType(VoiceSpringAi.class)).isEmpty();
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("Hello"));
		application.run((context) -> inReply(context,
				() -> context.getBean(ChatClient.class).prompt("Hello").call().content()));
		assertThat(application.stage("llm_request")).isEmpty();
		assertThat(application.spans()).extracting(SpanData::getName).contains("chat " + Clinic.MODEL);
	}

	@ParameterizedTest
	@EnumSource
	void recordsByObservationAlone(Surrounding surrounding) throws Exception {
		SurroundedApplication application = undecorated.in(surrounding);
		assertThat(application.bean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("One ", "two").usage(3, 2),
					EndpointAnswer.text("One ", "two").usage(4, 2).endless());
		application.run((context) -> inReply(context, () -> {
			ChatClient client = context.getBean(ChatClient.class);
			client.prompt("Count").stream().content().blockLast(PATIENCE);
			// Only then Spring AI says that the stream is over.
			await().atMost(PATIENCE).until(() -> application.stage("llm_request").size() == 1);
			client.prompt("Count").stream().content().take(1).blockLast(PATIENCE);
		}));

		List<SpanData> requests = application.stage("llm_request");
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.OUTCOME.key()))
			.containsExactly("success", "cancelled");
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.INPUT_TOKENS.key()))
			.containsExactly(3L, null);
		assertThat(requests).allSatisfy(
				(request) -> assertThat(value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNull());
		assertNoOtherModelSpans(application);
	}

	@ParameterizedTest
	@EnumSource
	void recordsByDecoratorAlone(Surrounding surrounding) throws Exception {
		SurroundedApplication application = unobserved.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("One ", "two").usage(3, 2), EndpointAnswer.text("One").usage(4, 1));
		application.run((context) -> inReply(context, () -> {
			context.getBean(ChatModel.class).stream(new Prompt("Count")).blockLast(PATIENCE);
			context.getBean(ChatModel.class).call(new Prompt("Count"));
		}));

		List<SpanData> requests = application.stage("llm_request");
		assertThat(requests).hasSize(2).allSatisfy((request) -> {
			assertThat(value(request, TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
			assertThat(value(request, TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo(Clinic.MODEL);
			assertThat(value(request, TelemetryAttributes.REQUEST_TEMPERATURE.key())).isEqualTo(0.3);
		});
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.INPUT_TOKENS.key()))
			.containsExactly(3L, 4L);
		assertThat(value(requests.get(0), TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void leavesTheApplicationsPrimaryAloneAndSaysSo(Surrounding surrounding, CapturedOutput output) throws Exception {
		SurroundedApplication application = twoModels.in(surrounding);
		assertThat(application.bean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class);
		assertThat(output).contains("ChatModel (openAiChatModel, fastModel)", "VoiceSpringAi");
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One").usage(1, 1));
		application.run((context) -> inReply(context,
				() -> context.getBean(VoiceSpringAi.class)
					.wrapChatModel(context.getBean(ChatModel.class))
					.stream(new Prompt("Count"))
					.blockLast(PATIENCE)));
		assertThat(value(application.only("llm_request"), TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void leavesConventionAndHandlersToTheApplication(Surrounding surrounding) throws Exception {
		SurroundedApplication application = conventional.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One").usage(1, 1));
		application.bean(OpenAiChatModel.class).setObservationConvention(application.bean(OwnConvention.Own.class));
		application.run((context) -> inReply(context, () -> context.getBean(ChatModel.class).call("Hello")));

		assertThat(application.bean(OwnConvention.Heard.class).name).isEqualTo("my.chat");
		assertThat(application.only("llm_request").getName()).isEqualTo("llm_request");
		assertNoOtherModelSpans(application);
	}

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

	@ParameterizedTest
	@EnumSource
	void knowsWhichToolFailed(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "book", "{\"slot\":\"\"}")),
					EndpointAnswer.text("Sorry"));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean("failingClient", ChatClient.class).prompt("Book").call().content())
					.isEqualTo("Sorry")));

		SpanData tool = application.only("function_tool");
		assertThat(value(tool, TelemetryAttributes.OUTCOME.key())).isEqualTo("error");
		assertThat(value(tool, TelemetryAttributes.ERROR_TYPE.key())).isEqualTo("java.lang.IllegalStateException");
		assertThat(tool.toString()).doesNotContain("no such slot");
	}

	@ParameterizedTest
	@EnumSource
	void recordsEmbeddings(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.embedding(6, 0.1f, 0.2f));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean(EmbeddingModel.class).embed("dizzy")).hasSize(2)));

		SpanData operation = application.only("operation");
		assertThat(operation.getName()).isEqualTo("embeddings");
		assertThat(value(operation, TelemetryAttributes.OPERATION_NAME.key())).isEqualTo("embeddings");
		assertThat(value(operation, TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(value(operation, TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("text-embedding-3-small");
		assertThat(value(operation, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(6);
		assertThat(application.spans()).extracting(SpanData::getName)
			.doesNotContain("embedding text-embedding-3-small");
	}

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

	@Test
	void recordsObservationsWhereNoTracerMakesSpansOfThem() throws Exception {
		try (SurroundedApplication application = Surrounding.PLAIN.start(List.of(Clinic.class),
				"spring.autoconfigure.exclude=org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")) {
			assertThat(application.context().getBeanNamesForType(PlainObservationHandler.class)).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isLeftAloneWhereAllIsSwitchedOff(Surrounding surrounding) throws Exception {
		SurroundedApplication application = allOff.in(surrounding);
		assertThat(application.context().getBeanNamesForType(VoiceSpringAi.class)).isEmpty();
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("Hello"),
					EndpointAnswer.tools(EndpointAnswer.tool("call_1", "slots", "{\"day\":\"Monday\"}")),
					EndpointAnswer.text("At ten"), EndpointAnswer.embedding(6, 0.1f, 0.2f),
					EndpointAnswer.audio(new byte[480]), EndpointAnswer.json("{\"text\":\"When?\"}"));
		application.run((context) -> {
			assertThat(context.getBean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class);
			assertThat(context.getBean(TextToSpeechModel.class)).isInstanceOf(OpenAiAudioSpeechModel.class);
			assertThat(context.getBean(TranscriptionModel.class)).isInstanceOf(OpenAiAudioTranscriptionModel.class);
			ChatClient client = context.getBean(ChatClient.class);
			assertThat(client.prompt("Hello").call().content()).isEqualTo("Hello");
			assertThat(client.prompt("When?").stream().content().blockLast(PATIENCE)).isEqualTo("At ten");
			assertThat(context.getBean(EmbeddingModel.class).embed("dizzy")).hasSize(2);
			assertThat(context.getBean(TextToSpeechModel.class).call("At ten")).hasSize(480);
			assertThat(context.getBean(TranscriptionModel.class).transcribe(new ByteArrayResource(new byte[100])))
				.isEqualTo("When?");
			assertThat(measuredByUs(context)).isEmpty();
		});
		assertThat(application.voiceSpans()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Unobserved {

		@Bean(destroyMethod = "close")
		OpenAiEndpoint endpoint() {
			return OpenAiEndpoint.start();
		}

		@Bean
		OpenAiChatModel openAiChatModel(OpenAiEndpoint endpoint) {
			return Clinic.model(endpoint, ObservationRegistry.NOOP);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoModels {

		@Bean
		@Primary
		OpenAiChatModel fastModel(OpenAiEndpoint endpoint, ObservationRegistry registry) {
			return Clinic.model(endpoint, registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		Own ownConvention() {
			return new Own();
		}

		@Bean
		Heard heard() {
			return new Heard();
		}

		static class Own extends DefaultChatModelObservationConvention {

			@Override
			public String getName() {
				return "my.chat";
			}

			@Override
			public KeyValues getHighCardinalityKeyValues(ChatModelObservationContext context) {
				return KeyValues.empty();
			}

		}

		static class Heard implements ObservationHandler<ChatModelObservationContext> {

			volatile String name = "";

			@Override
			public void onStop(ChatModelObservationContext context) {
				this.name = String.valueOf(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		}

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

	@Configuration(proxyBeanMethods = false)
	static class FailingTool {

		@Bean
		DefaultToolExecutionExceptionProcessor exceptionProcessor() {
			return DefaultToolExecutionExceptionProcessor.builder().build();
		}

		@Bean
		ChatClient failingClient(ChatModel model, ObservationRegistry registry, Clinic.Tools tools,
				ToolExecutionExceptionProcessor processor) {
			return ChatClient
				.builder(model, registry, null, null,
						ToolCallingAdvisor.builder()
							.toolCallingManager(DefaultToolCallingManager.builder()
								.observationRegistry(registry)
								.toolExecutionExceptionProcessor(processor)
								.build()))
				.defaultTools(tools)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Embeddings {

		@Bean
		OpenAiEmbeddingModel embeddingModel(OpenAiEndpoint endpoint, ObservationRegistry registry) {
			return OpenAiEmbeddingModel.builder()
				.options(OpenAiEmbeddingOptions.builder()
					.baseUrl(endpoint.baseUrl())
					.apiKey("sk-test")
					.model("text-embedding-3-small")
					.maxRetries(0)
					.build())
				.observationRegistry(registry)
				.build();
		}

	}

}

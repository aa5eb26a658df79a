package io.voicetelemetry.integration.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of an AI service's tools and requests when not all goes well, or when the
 * application has its own ideas.
 */
class AiServiceToolTests {

	private static final String NO_ARGUMENTS = "{}";

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn turn = Turn.at(endpoint, Beans.class).capturing();

	@RegisterExtension
	private static final Turn lazy = Turn.at(endpoint, Beans.class).with("spring.main.lazy-initialization=true");

	private void answerWith(EndpointAnswer.ToolRequest... tools) {
		endpoint.answer(EndpointAnswer.tools(tools).usage(20, 5), EndpointAnswer.text("Done.").usage(30, 2));
	}

	private static Assistant assistant(ApplicationContext context, Object... tools) {
		return AiServices.builder(Assistant.class).chatModel(context.getBean(ChatModel.class)).tools(tools).build();
	}

	@ParameterizedTest
	@EnumSource
	void toolThatFailsIsAFailureWhateverTheModelIsTold(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "fail", NO_ARGUMENTS));

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(assistant(context, new PlainTools()).answer("Please")).isEqualTo("Done."));

		assertThat(spans.only("function_tool").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "error")
			.containsEntry(TelemetryAttributes.ERROR_TYPE.key(), IllegalStateException.class.getName())
			.containsEntry(TelemetryAttributes.TOOL_CALL_ID.key(), "call-a")
			.containsEntry(TelemetryAttributes.TOOL_CALL_ARGUMENTS.key(), NO_ARGUMENTS);
		assertThat(spans.named("llm_request")).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void toolsOnThreadsOfAnExecutorAreInTheTurn(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "look", NO_ARGUMENTS),
				EndpointAnswer.tool("call-b", "look", NO_ARGUMENTS));
		ExecutorService threads = Executors.newFixedThreadPool(2);
		PlainTools tools = new PlainTools();
		try {
			Spans spans = turn.run(surrounding, (context) -> {
				AiServices.builder(Assistant.class)
					.chatModel(context.getBean(ChatModel.class))
					.tools(tools)
					.executeToolsConcurrently(threads)
					.build()
					.answer("Please");
				// Nothing is left on the threads. The agent would take this context
				// there.
				try (Scope scope = Context.root().makeCurrent()) {
					for (int i = 0; i < 2; i++) {
						assertThat(threads.submit(() -> VoiceSpan.current().isMeasured()).get()).isFalse();
					}
				}
			});

			String turn = spans.only("agent_turn").getSpanId();
			assertThat(spans.named("function_tool")).hasSize(2)
				.allSatisfy((tool) -> assertThat(tool.getParentSpanId()).isEqualTo(turn))
				.extracting((tool) -> Spans.value(tool, TelemetryAttributes.TOOL_CALL_ID.key()))
				.containsExactlyInAnyOrder("call-a", "call-b");
			assertThat(tools.stages).hasValue(2);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource
	void annotatedMethodAroundIsTheNode(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "look", NO_ARGUMENTS));

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(context.getBean(Agent.class).answer("Please")).isEqualTo("Done."));

		String turn = spans.only("agent_turn").getSpanId();
		SpanData node = spans.only("llm_node");
		assertThat(node.getParentSpanId()).isEqualTo(turn);
		assertThat(node.getAttributes().asMap()).doesNotContainKey(TelemetryAttributes.INPUT_TOKENS.key());
		assertThat(spans.named("llm_request")).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(node.getSpanId()));
		assertThat(spans.only("function_tool").getParentSpanId()).isEqualTo(turn);
	}

	@ParameterizedTest
	@EnumSource
	void streamThatIsCutOffIsCancelled(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.tools(EndpointAnswer.tool("call-a", "look", NO_ARGUMENTS)).usage(20, 5),
				EndpointAnswer.text("One, ", "two, ", "three", "four").usage(30, 4).endless());

		Spans spans = turn.run(surrounding, (context) -> {
			CompletableFuture<String> cutOff = new CompletableFuture<>();
			AtomicInteger pieces = new AtomicInteger();
			AiServices.builder(StreamingAssistant.class)
				.streamingChatModel(context.getBean(StreamingChatModel.class))
				.tools(new PlainTools())
				.build()
				.answer("Please")
				.onPartialResponseWithContext((piece, partial) -> {
					if (pieces.incrementAndGet() == 3) {
						partial.streamingHandle().cancel();
						cutOff.cancel(false);
					}
				})
				.onError(cutOff::completeExceptionally)
				.start();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> cutOff.get(30, TimeUnit.SECONDS));
		});

		List<SpanData> requests = spans.named("llm_request");
		assertThat(requests).extracting((request) -> Spans.value(request, TelemetryAttributes.OUTCOME.key()))
			.containsExactly("success", "cancelled");
		assertThat(Spans.value(requests.get(0), TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(5);
		assertThat(Spans.value(requests.get(1), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("One, two, three");
		assertThat(requests.get(1).getAttributes().asMap()).doesNotContainKey(TelemetryAttributes.OUTPUT_TOKENS.key());
		assertThat(spans.only("function_tool").getParentSpanId()).isEqualTo(spans.only("agent_turn").getSpanId());
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(endpoint.request(1)::isHungUp);
	}

	@ParameterizedTest
	@EnumSource
	void toolsOfAProviderAreSeen(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "provided", NO_ARGUMENTS));
		ToolSpecification specification = ToolSpecification.builder()
			.name("provided")
			.parameters(JsonObjectSchema.builder().build())
			.build();

		Spans spans = turn.run(surrounding, (context) -> AiServices.builder(Assistant.class)
			.chatModel(context.getBean(ChatModel.class))
			.toolProvider(
					(request) -> new ToolProviderResult(Map.of(specification, (execution, memoryId) -> "as you like")))
			.build()
			.answer("Please"));

		assertThat(spans.only("function_tool").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.TOOL_NAME.key(), "provided")
			.containsEntry(TelemetryAttributes.TOOL_CALL_RESULT.key(), "as you like");
	}

	@ParameterizedTest
	@EnumSource
	void toolsAreSeenWhereBeansAreLazy(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "look", NO_ARGUMENTS));

		Spans spans = lazy.run(surrounding, (context) -> assistant(context, new PlainTools()).answer("Please"));

		assertThat(spans.named("function_tool")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void annotatedToolIsOneSpanAndSaysWhatIsRecordedHereAndInTheRequests(Surrounding surrounding) throws Exception {
		answerWith(EndpointAnswer.tool("call-a", "quiet", "{\"secret\":\"swordfish\"}"),
				EndpointAnswer.tool("call-b", "whisper", "{\"secret\":\"catfish\"}"),
				EndpointAnswer.tool("call-c", "look", "{\"at\":\"jellyfish\"}"));

		Spans spans = turn.run(surrounding,
				(context) -> assistant(context, context.getBean(QuietTools.class), new PlainTools()).answer("Please"));

		assertThat(spans.named("function_tool")).hasSize(3);
		assertThat(spans.named("function_tool").get(0).getAttributes().asMap())
			.containsEntry(TelemetryAttributes.TOOL_CALL_ID.key(), "call-a")
			.doesNotContainKeys(TelemetryAttributes.TOOL_CALL_ARGUMENTS.key(),
					TelemetryAttributes.TOOL_CALL_RESULT.key());
		assertThat(spans.all().toString()).doesNotContain("swordfish", "catfish", "hush", "still");
		List<SpanData> requests = spans.named("llm_request");
		assertThat(Spans.value(requests.get(0), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("call-a", "quiet",
				"[confidential]", "jellyfish");
		assertThat(Spans.value(requests.get(1), TelemetryAttributes.INPUT_MESSAGES.key())).contains("Please", "call-b",
				"whisper", "[confidential]", "jellyfish", "there it is");
	}

	interface Assistant {

		String answer(String text);

	}

	interface StreamingAssistant {

		TokenStream answer(String text);

	}

	public static class PlainTools {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger stages = new AtomicInteger();

		@Tool
		public String look() {
			this.calls.incrementAndGet();
			if (VoiceSpan.current().stage().value().equals("function_tool")) {
				this.stages.incrementAndGet();
			}
			return "there it is";
		}

		@Tool
		public String fail() {
			throw new IllegalStateException("not there");
		}

	}

	static class QuietTools {

		@Tool
		@TracedTool(content = false)
		public String quiet(String secret) {
			return "hush";
		}

		@Tool(name = "whisper")
		@TracedTool(content = false)
		public String tellQuietly(String secret) {
			return "still";
		}

	}

	static class Agent {

		private final Assistant assistant;

		Agent(Assistant assistant) {
			this.assistant = assistant;
		}

		@TracedLlmCall
		public String answer(String text) {
			return this.assistant.answer(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		QuietTools quietTools() {
			return new QuietTools();
		}

		@Bean
		Agent agent(ChatModel model) {
			return new Agent(AiServices.builder(Assistant.class).chatModel(model).tools(new PlainTools()).build());
		}

	}

}

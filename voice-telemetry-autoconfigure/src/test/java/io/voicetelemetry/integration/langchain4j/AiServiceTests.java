package io.voicetelemetry.integration.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real AI services whose model asks for two tools.
 */
class AiServiceTests {

	private static final Duration DELAY = Duration.ofMillis(50);

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn turn = Turn.at(endpoint, Services.class).capturing();

	private void answerWithTools() {
		endpoint.answer(
				EndpointAnswer.tools(EndpointAnswer.tool("call-a", "findSlot", "{\"day\":\"Tuesday\"}"))
					.usage(20, 5)
					.after(DELAY),
				EndpointAnswer.tools(EndpointAnswer.tool("call-b", "bookSlot", "{\"slot\":\"nine\"}"))
					.usage(30, 6)
					.after(DELAY),
				EndpointAnswer.text("You are ", "booked.").usage(40, 7).after(DELAY).between(DELAY));
	}

	@ParameterizedTest
	@EnumSource
	void streamedIsThreeRequestsAndTwoToolsBelowTheTurn(Surrounding surrounding) throws Exception {
		answerWithTools();

		Spans spans = turn.run(surrounding, (context) -> {
			ChatResponse response = context.getBean(Receptionist.class).streamed("Tuesday, please");
			assertThat(response.aiMessage().text()).isEqualTo("You are booked.");
		});

		assertThatIsWhole(spans);
		for (int i = 0; i < 3; i++) {
			SpanData request = spans.named("llm_request").get(i);
			double toFirst = Spans.value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
			assertThat(toFirst).isGreaterThanOrEqualTo(endpoint.request(i).secondsToFirstPiece());
			assertThat(Spans.seconds(request)).isGreaterThan(toFirst);
		}
	}

	@ParameterizedTest
	@EnumSource
	void plainIsThreeRequestsAndTwoToolsBelowTheTurn(Surrounding surrounding) throws Exception {
		answerWithTools();

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(context.getBean(Receptionist.class).plain("Tuesday, please"))
					.isEqualTo("You are booked."));

		assertThatIsWhole(spans);
	}

	private static void assertThatIsWhole(Spans spans) {
		String turn = spans.only("agent_turn").getSpanId();
		List<SpanData> requests = spans.named("llm_request");
		assertThat(requests).hasSize(3).allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(turn));
		assertThat(requests).extracting((span) -> Spans.value(span, TelemetryAttributes.INPUT_TOKENS.key()))
			.containsExactly(20L, 30L, 40L);
		assertThat(requests).extracting((span) -> Spans.value(span, TelemetryAttributes.OUTPUT_TOKENS.key()))
			.containsExactly(5L, 6L, 7L);
		assertThat(requests)
			.extracting((span) -> Spans.value(span, TelemetryAttributes.RESPONSE_FINISH_REASONS.key()).get(0))
			.containsExactly("tool_calls", "tool_calls", "stop");
		assertThat(Spans.value(requests.get(0), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("call-a",
				"findSlot");
		assertThat(Spans.value(requests.get(2), TelemetryAttributes.INPUT_MESSAGES.key())).contains("Tuesday, please",
				"call-a", "nine is free", "booked at nine");
		List<SpanData> tools = spans.named("function_tool");
		assertThat(tools).hasSize(2).allSatisfy((tool) -> assertThat(tool.getParentSpanId()).isEqualTo(turn));
		assertThat(tools).extracting((span) -> Spans.value(span, TelemetryAttributes.TOOL_NAME.key()))
			.containsExactly("findSlot", "bookSlot");
		assertThat(tools).extracting((span) -> Spans.value(span, TelemetryAttributes.TOOL_CALL_ID.key()))
			.containsExactly("call-a", "call-b");
		assertThat(tools).extracting((span) -> Spans.value(span, TelemetryAttributes.TOOL_CALL_ARGUMENTS.key()))
			.containsExactly("{\"day\":\"Tuesday\"}", "{\"slot\":\"nine\"}");
		assertThat(tools).extracting((span) -> Spans.value(span, TelemetryAttributes.TOOL_CALL_RESULT.key()))
			.containsExactly("nine is free", "booked at nine");
		for (int i = 0; i < 2; i++) {
			assertThat(tools.get(i).getStartEpochNanos()).isGreaterThanOrEqualTo(requests.get(i).getEndEpochNanos());
			assertThat(tools.get(i).getEndEpochNanos()).isLessThanOrEqualTo(requests.get(i + 1).getStartEpochNanos());
		}
		assertThat(spans.all()).hasSize(7)
			.allSatisfy((span) -> assertThat(span.getTraceId()).isEqualTo(spans.all().get(0).getTraceId()));
	}

	interface Assistant {

		String answer(String text);

	}

	interface StreamingAssistant {

		TokenStream answer(String text);

	}

	static class Receptionist {

		private final Assistant assistant;

		private final StreamingAssistant streaming;

		Receptionist(Assistant assistant, StreamingAssistant streaming) {
			this.assistant = assistant;
			this.streaming = streaming;
		}

		String plain(String text) {
			return this.assistant.answer(text);
		}

		ChatResponse streamed(String text) throws Exception {
			CompletableFuture<ChatResponse> response = new CompletableFuture<>();
			this.streaming.answer(text).onPartialResponse((piece) -> {
			}).onCompleteResponse(response::complete).onError(response::completeExceptionally).start();
			return response.get(30, TimeUnit.SECONDS);
		}

	}

	static class SlotTools {

		@Tool
		public String findSlot(String day) {
			return "nine is free";
		}

		@Tool
		@TracedTool
		public String bookSlot(String slot) {
			return "booked at nine";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Services {

		@Bean
		SlotTools slotTools() {
			return new SlotTools();
		}

		@Bean
		Receptionist receptionist(ChatModel model, StreamingChatModel streaming, SlotTools tools) {
			return new Receptionist(AiServices.builder(Assistant.class).chatModel(model).tools(tools).build(),
					AiServices.builder(StreamingAssistant.class).streamingChatModel(streaming).tools(tools).build());
		}

	}

}

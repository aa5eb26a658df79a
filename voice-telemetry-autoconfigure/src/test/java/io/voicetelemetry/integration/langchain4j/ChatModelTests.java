package io.voicetelemetry.integration.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChatModelTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn plain = Turn.at(endpoint);

	@RegisterExtension
	private static final Turn capturing = Turn.at(endpoint).capturing();

	@ParameterizedTest
	@EnumSource
	void isOneRequest(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("Good morning").usage(12, 3));

		Spans spans = plain.run(surrounding,
				(context) -> assertThat(context.getBean(ChatModel.class)
					.chat(ChatRequest.builder()
						.messages(UserMessage.from("Hello"))
						.maxOutputTokens(50)
						.stopSequences(List.of("END"))
						.build())
					.aiMessage()
					.text()).isEqualTo("Good morning"));

		SpanData request = spans.only("llm_request");
		assertThat(request.getParentSpanId()).isEqualTo(spans.only("agent_turn").getSpanId());
		assertThat(request.getAttributes().asMap()).containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.REQUEST_MODEL.key(), Models.MODEL)
			.containsEntry(TelemetryAttributes.REQUEST_TEMPERATURE.key(), 0.25)
			.containsEntry(TelemetryAttributes.REQUEST_MAX_TOKENS.key(), 50L)
			.containsEntry(TelemetryAttributes.REQUEST_STOP_SEQUENCES.key(), List.of("END"))
			.containsEntry(TelemetryAttributes.RESPONSE_FINISH_REASONS.key(), List.of("stop"))
			.containsEntry(TelemetryAttributes.INPUT_TOKENS.key(), 12L)
			.containsEntry(TelemetryAttributes.OUTPUT_TOKENS.key(), 3L)
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "success")
			.doesNotContainKeys(TelemetryAttributes.REQUEST_STREAM.key(), TelemetryAttributes.TIME_TO_FIRST_CHUNK.key(),
					TelemetryAttributes.INPUT_MESSAGES.key(), TelemetryAttributes.OUTPUT_MESSAGES.key());
	}

	@ParameterizedTest
	@EnumSource
	void everyWayToAskIsOneRequest(Surrounding surrounding) throws Exception {
		for (int i = 0; i < 4; i++) {
			endpoint.answer(EndpointAnswer.text("Good morning").usage(12, 3));
		}

		Spans spans = capturing.run(surrounding, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			assertThat(model.chat("Hello")).isEqualTo("Good morning");
			model.chat(UserMessage.from("Hello"));
			model.chat(List.of(UserMessage.from("Hello")));
			model.doChat(ChatRequest.builder()
				.messages(UserMessage.from("Hello"))
				.parameters(model.defaultRequestParameters())
				.build());
		});

		assertThat(spans.named("llm_request")).hasSize(4).allSatisfy((request) -> {
			assertThat(Spans.value(request, TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(3);
			assertThat(Spans.value(request, TelemetryAttributes.INPUT_MESSAGES.key())).contains("Hello");
			assertThat(Spans.value(request, TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("Good morning");
		});
	}

	@ParameterizedTest
	@EnumSource
	void failureIsTheOneThatTheApplicationGets(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(401, "No such key"));

		Spans spans = plain.run(surrounding, (context) -> assertThatExceptionOfType(AuthenticationException.class)
			.isThrownBy(() -> context.getBean(ChatModel.class).chat("Hello")));

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "error")
			.containsEntry(TelemetryAttributes.ERROR_TYPE.key(), AuthenticationException.class.getName());
	}

	@ParameterizedTest
	@EnumSource
	void unknownUsageIsAbsent(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("Good morning"));

		Spans spans = plain.run(surrounding, (context) -> context.getBean(ChatModel.class).chat("Hello"));

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.doesNotContainKey(TelemetryAttributes.INPUT_TOKENS.key())
			.doesNotContainKey(TelemetryAttributes.OUTPUT_TOKENS.key());
	}

	@ParameterizedTest
	@EnumSource
	void emptyAnswerIsOne(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("").usage(12, 0));

		Spans spans = plain.run(surrounding, (context) -> context.getBean(ChatModel.class).chat("Hello"));

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "success")
			.containsEntry(TelemetryAttributes.OUTPUT_TOKENS.key(), 0L);
	}

	@ParameterizedTest
	@EnumSource
	void manyAtATimeAreEachInTheirOwnTurn(Surrounding surrounding) throws Exception {
		int many = 8;
		for (int i = 0; i < many; i++) {
			endpoint.answer(EndpointAnswer.text("answer").usage(10, 1));
		}

		Spans spans = capturing.run(surrounding, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			VoiceSpan turn = VoiceSpan.current();
			CompletableFuture
				.allOf(IntStream.range(0, many)
					.mapToObj((number) -> CompletableFuture
						.runAsync(turn.wrapRunnable(() -> model.chat("question " + number))))
					.toArray(CompletableFuture[]::new))
				.get();
		});

		assertThat(spans.named("llm_request")).hasSize(many)
			.extracting((request) -> Spans.value(request, TelemetryAttributes.INPUT_MESSAGES.key()))
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void listenersOfTheApplicationAreToldOnceAndOursAddsNothing(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("Good morning").usage(12, 3));
		Told told = new Told();

		Spans spans = plain.run(surrounding, (context) -> {
			ChatModel model = context.getBean(VoiceLangChain4j.class)
				.wrapChatModel(model(told, context.getBean(VoiceChatModelListener.class)));
			assertThat(context.getBean(VoiceLangChain4j.class).wrapChatModel(model)).isSameAs(model);
			model.chat("Hello");
		});

		assertThat(told.events).containsExactly("request", "response");
		assertThat(Spans.value(spans.only("llm_request"), TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource
	void ourListenerAloneRecordsTheRequest(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("Good morning").usage(12, 3), EndpointAnswer.error(400, "No"));

		Spans spans = plain.run(surrounding, (context) -> {
			ChatModel model = model(context.getBean(VoiceChatModelListener.class));
			model.chat("Hello");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> model.chat("Hello"));
		});

		List<SpanData> requests = spans.named("llm_request");
		assertThat(requests).extracting((request) -> Spans.value(request, TelemetryAttributes.OUTCOME.key()))
			.containsExactly("success", "error");
		assertThat(requests.get(0).getAttributes().asMap())
			.containsEntry(TelemetryAttributes.REQUEST_MODEL.key(), Models.MODEL)
			.containsEntry(TelemetryAttributes.OUTPUT_TOKENS.key(), 3L);
	}

	private ChatModel model(ChatModelListener... listeners) {
		return OpenAiChatModel.builder()
			.baseUrl(endpoint.baseUrl())
			.apiKey("none")
			.modelName(Models.MODEL)
			.maxRetries(0)
			.listeners(List.of(listeners))
			.build();
	}

	private static final class Told implements ChatModelListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void onRequest(ChatModelRequestContext context) {
			this.events.add("request");
		}

		@Override
		public void onResponse(ChatModelResponseContext context) {
			ChatResponse response = context.chatResponse();
			this.events.add((response != null) ? "response" : "nothing");
		}

	}

}

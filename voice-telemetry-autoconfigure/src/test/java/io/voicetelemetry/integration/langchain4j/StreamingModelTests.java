package io.voicetelemetry.integration.langchain4j;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamingModelTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn plain = Turn.at(endpoint);

	@RegisterExtension
	private static final Turn capturing = Turn.at(endpoint).capturing();

	@ParameterizedTest
	@EnumSource
	void isOneRequestWithItsFirstTokenAndItsUsage(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("Good ", "morning", "!")
			.usage(new EndpointAnswer.Tokens(12, 3, 4, 1, false))
			.after(Duration.ofMillis(60))
			.between(Duration.ofMillis(60)));
		Answer answer = Answer.whole();

		Spans spans = call(plain, surrounding, answer, answer::await);

		SpanData request = spans.only("llm_request");
		assertThat(request.getParentSpanId()).isEqualTo(spans.only("agent_turn").getSpanId());
		assertThat(request.getTraceId()).isEqualTo(spans.only("agent_session").getTraceId());
		assertThat(request.getAttributes().asMap()).containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.REQUEST_MODEL.key(), Models.MODEL)
			.containsEntry(TelemetryAttributes.REQUEST_STREAM.key(), true)
			.containsEntry(TelemetryAttributes.REQUEST_TEMPERATURE.key(), 0.25)
			.containsEntry(TelemetryAttributes.RESPONSE_MODEL.key(), EndpointAnswer.MODEL)
			.containsEntry(TelemetryAttributes.RESPONSE_ID.key(), EndpointAnswer.ID)
			.containsEntry(TelemetryAttributes.RESPONSE_FINISH_REASONS.key(), List.of("stop"))
			.containsEntry(TelemetryAttributes.INPUT_TOKENS.key(), 12L)
			.containsEntry(TelemetryAttributes.OUTPUT_TOKENS.key(), 3L)
			.containsEntry(TelemetryAttributes.CACHE_READ_INPUT_TOKENS.key(), 4L)
			.containsEntry(TelemetryAttributes.REASONING_OUTPUT_TOKENS.key(), 1L)
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "success")
			.doesNotContainKeys(TelemetryAttributes.INPUT_MESSAGES.key(), TelemetryAttributes.OUTPUT_MESSAGES.key());
		double toFirst = Spans.value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
		assertThat(toFirst).isBetween(endpoint.request(0).secondsToFirstPiece(), answer.secondsToFirstPiece());
		assertThat(Spans.seconds(request)).isGreaterThanOrEqualTo(endpoint.request(0).secondsToLastPiece())
			.isGreaterThan(toFirst);
	}

	@ParameterizedTest
	@EnumSource
	void isCancelledAtTheThirdPiece(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("One, ", "two, ", "three", "four").usage(12, 3).endless());
		Answer answer = Answer.cutOffAt(3);

		Spans spans = call(capturing, surrounding, answer,
				() -> assertThatExceptionOfType(CancellationException.class).isThrownBy(answer::await));

		SpanData request = spans.only("llm_request");
		assertThat(answer.pieces).containsExactly("One, ", "two, ", "three");
		assertThat(request.getAttributes().asMap()).containsEntry(TelemetryAttributes.OUTCOME.key(), "cancelled")
			.containsKey(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())
			.doesNotContainKey(TelemetryAttributes.INPUT_TOKENS.key())
			.doesNotContainKey(TelemetryAttributes.OUTPUT_TOKENS.key());
		assertThat(Spans.value(request, TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("One, two, three")
			.doesNotContain("four");
	}

	@ParameterizedTest
	@EnumSource
	void failsBeforeTheFirstPiece(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(429, "Too many requests"));
		Answer answer = Answer.whole();

		Spans spans = call(plain, surrounding, answer,
				() -> assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::await));

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "error")
			.containsEntry(TelemetryAttributes.ERROR_TYPE.key(), "dev.langchain4j.exception.RateLimitException")
			.doesNotContainKey(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
	}

	@ParameterizedTest
	@EnumSource
	void failsWhereNobodyListens(Surrounding surrounding) throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Answer answer = Answer.whole();

		Spans spans = plain.run(surrounding, (context) -> {
			context.getBean(VoiceLangChain4j.class)
				.wrapStreamingChatModel(OpenAiStreamingChatModel.builder()
					.baseUrl("http://127.0.0.1:" + port + "/v1")
					.apiKey("none")
					.modelName(Models.MODEL)
					.build())
				.chat("Hello", answer);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::await);
		});

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "error")
			.containsEntry(TelemetryAttributes.ERROR_TYPE.key(), ConnectException.class.getName());
	}

	private static Spans call(Turn turn, Surrounding surrounding, Answer answer, Awaited awaited) throws Exception {
		return turn.run(surrounding, (context) -> {
			context.getBean(StreamingChatModel.class).chat("Hello", answer);
			awaited.run();
		});
	}

	interface Awaited {

		void run() throws Exception;

	}

}

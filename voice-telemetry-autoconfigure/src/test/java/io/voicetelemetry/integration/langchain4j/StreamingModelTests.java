package io.voicetelemetry.integration.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StreamingModelTests {

	private final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@EnumSource
	void isOneRequestWithItsFirstTokenAndItsUsage(Surrounding surrounding) throws Exception {
		this.endpoint.answer(EndpointAnswer.text("Good ", "morning", "!")
			.usage(new EndpointAnswer.Tokens(12, 3, 4, 1, false))
			.after(Duration.ofMillis(60))
			.between(Duration.ofMillis(60)));
		Answer answer = Answer.whole();

		Spans spans = call(surrounding, List.of(), answer, answer::await);

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
		assertThat(toFirst).isBetween(this.endpoint.request(0).secondsToFirstPiece(), answer.secondsToFirstPiece());
		assertThat(Spans.seconds(request)).isGreaterThanOrEqualTo(this.endpoint.request(0).secondsToLastPiece())
			.isGreaterThan(toFirst);
	}

	@ParameterizedTest
	@EnumSource
	void isCancelledAtTheThirdPiece(Surrounding surrounding) throws Exception {
		this.endpoint.answer(EndpointAnswer.text("One, ", "two, ", "three", "four").usage(12, 3).endless());
		Answer answer = Answer.cutOffAt(3);

		Spans spans = call(surrounding, List.of("voice.telemetry.content.capture=full"), answer,
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
		this.endpoint.answer(EndpointAnswer.error(429, "Too many requests"));
		Answer answer = Answer.whole();

		Spans spans = call(surrounding, List.of(), answer,
				() -> assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::await));

		assertThat(spans.only("llm_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "error")
			.containsEntry(TelemetryAttributes.ERROR_TYPE.key(), "dev.langchain4j.exception.RateLimitException")
			.doesNotContainKey(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
	}

	private Spans call(Surrounding surrounding, List<String> properties, Answer answer, Awaited awaited)
			throws Exception {
		try (SurroundedApplication application = start(surrounding, properties)) {
			application.run((context) -> {
				VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
				session.startAgentTurn().call(() -> {
					context.getBean(StreamingChatModel.class).chat("Hello", answer);
					awaited.run();
					return "";
				});
				session.end();
			});
			return new Spans(application.spans());
		}
	}

	private SurroundedApplication start(Surrounding surrounding, List<String> properties) {
		List<String> all = new java.util.ArrayList<>(properties);
		all.add(Models.ENDPOINT + "=" + this.endpoint.baseUrl());
		return surrounding.start(List.of(Models.class), all.toArray(new String[0]));
	}

	interface Awaited {

		void run() throws Exception;

	}

}

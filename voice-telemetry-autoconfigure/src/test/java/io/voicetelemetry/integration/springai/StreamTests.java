package io.voicetelemetry.integration.springai;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import static io.voicetelemetry.integration.springai.ChatClientTests.assertNoOtherModelSpans;
import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * How streams end.
 */
class StreamTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class);

	@RegisterExtension
	private static final SurroundedApplications capturing = SurroundedApplications.of(Clinic.class)
		.with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications takingAlong = SurroundedApplications.of(Clinic.class)
		.with("voice.telemetry.content.capture=full")
		.with("spring.reactor.context-propagation=auto");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@CsvSource({ "PLAIN, limited", "PLAIN, auto", "MVC, limited", "MVC, auto", "WEBFLUX, limited", "WEBFLUX, auto" })
	void keepsWhatWasToldWhenTheCallerCutsIn(Surrounding surrounding, String propagation) throws Exception {
		SurroundedApplication application = (propagation.equals("auto") ? takingAlong : capturing).in(surrounding);
		OpenAiEndpoint endpoint = application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("One ", "two ", "three ")
				.usage(new EndpointAnswer.Tokens(11, 3, 0, 0, true))
				.endless());
		application.run((context) -> inReply(context, () -> {
			List<String> heard = context.getBean(ChatClient.class)
				.prompt("Count")
				.stream()
				.content()
				.take(3)
				.collectList()
				.block(PATIENCE);
			assertThat(heard).containsExactly("One ", "two ", "three ");
		}));

		await().atMost(PATIENCE).until(() -> endpoint.request(0).isHungUp());
		SpanData request = application.only("llm_request");
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertThat(value(request, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(11);
		assertThat(value(request, TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(3);
		assertThat(value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
		assertThat(value(request, TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("One two three ");
		assertThat(value(request, TelemetryAttributes.RESPONSE_ID.key())).isEqualTo(EndpointAnswer.ID);
		assertThat(value(application.only("llm_node"), TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertNoOtherModelSpans(application);
	}

	@ParameterizedTest
	@EnumSource
	void sayNothingOfTokensThatNobodyTold(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One ", "two ").endless());
		application.run((context) -> inReply(context,
				() -> context.getBean(ChatModel.class).stream(new Prompt("Count")).take(1).blockLast(PATIENCE)));

		SpanData request = application.only("llm_request");
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertThat(value(request, TelemetryAttributes.INPUT_TOKENS.key())).isNull();
		assertThat(value(request, TelemetryAttributes.OUTPUT_TOKENS.key())).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "PLAIN, true", "PLAIN, false", "MVC, true", "MVC, false", "WEBFLUX, true", "WEBFLUX, false" })
	void failsWithTheProvidersError(Surrounding surrounding, boolean stream) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.error(400, "not this model"));
		application.run((context) -> inReply(context, () -> {
			ChatClient.ChatClientRequestSpec prompt = context.getBean(ChatClient.class).prompt("Hello");
			assertThatThrownBy(() -> {
				if (stream) {
					prompt.stream().content().blockLast(PATIENCE);
				}
				else {
					prompt.call().content();
				}
			}).hasStackTraceContaining("not this model");
		}));

		for (String stage : List.of("llm_request", "llm_node")) {
			SpanData span = application.only(stage);
			assertThat(value(span, TelemetryAttributes.OUTCOME.key())).as(span.toString()).isEqualTo("error");
			assertThat(value(span, TelemetryAttributes.ERROR_TYPE.key())).contains("BadRequestException");
			assertThat(value(span, TelemetryAttributes.INPUT_TOKENS.key())).isNull();
			assertThat(span.toString()).doesNotContain("not this model");
		}
	}

	@ParameterizedTest
	@EnumSource
	void endsWithoutAnythingSaid(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text().usage(4, 0));
		application.run((context) -> inReply(context,
				() -> context.getBean(ChatModel.class).stream(new Prompt("Hello")).blockLast(PATIENCE)));

		SpanData request = application.only("llm_request");
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNull();
		assertThat(value(request, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource
	void makesARequestOfEachSubscription(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("One").usage(1, 1), EndpointAnswer.text("Two").usage(2, 2));
		application.run((context) -> inReply(context, () -> {
			Flux<ChatResponse> stream = context.getBean(ChatModel.class).stream(new Prompt("Count"));
			stream.blockLast(PATIENCE);
			stream.blockLast(PATIENCE);
			context.getBean(ChatModel.class).stream(new Prompt("Never asked"));
		}));

		assertThat(application.stage("llm_request"))
			.extracting((request) -> value(request, TelemetryAttributes.INPUT_TOKENS.key()))
			.containsExactly(1L, 2L);
	}

	@ParameterizedTest
	@EnumSource
	void belongsToTheCallInWhichItWasMade(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One").usage(1, 1));
		application.subscribe((context) -> {
			var session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			try (var scope = session.makeCurrent()) {
				return context.getBean(ChatModel.class)
					.stream(new Prompt("Count"))
					.doFinally((signal) -> session.end());
			}
		});

		await().atMost(PATIENCE).until(() -> !application.stage("agent_session").isEmpty());
		SpanData request = application.only("llm_request");
		assertThat(value(request, TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-1");
		assertThat(request.getTraceId()).isEqualTo(application.only("agent_session").getTraceId());
	}

}

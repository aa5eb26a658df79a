package io.voicetelemetry.integration.springai;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

import static io.voicetelemetry.integration.springai.ChatClientTests.assertNoOtherModelSpans;
import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring AI where all, or a part of what records it, is switched off or missing.
 */
class SpringAiSwitchTests {

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
	private static final SurroundedApplications allOff = SurroundedApplications
		.of(Clinic.class, ApplicationBeansTests.Embeddings.class, SpeechTests.Speech.class)
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

}

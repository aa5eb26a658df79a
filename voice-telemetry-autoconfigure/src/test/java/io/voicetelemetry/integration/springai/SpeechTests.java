package io.voicetelemetry.integration.springai;

import java.time.Duration;

import com.openai.models.audio.AudioResponseFormat;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Speech models, which Spring AI does not observe.
 */
class SpeechTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class, Speech.class);

	@RegisterExtension
	private static final SurroundedApplications capturing = SurroundedApplications.of(Clinic.class, Speech.class)
		.with("voice.telemetry.content.capture=full");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Half a second of what OpenAI sends as PCM. */
	private static final byte[] AUDIO = new byte[24_000];

	private static final Resource RECORDING = new ByteArrayResource(new byte[100]);

	@ParameterizedTest
	@EnumSource
	void recordsSynthesis(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.audio(AUDIO));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean(TextToSpeechModel.class).call("Good morning")).hasSize(24_000)));

		SpanData request = application.only("tts_request");
		assertThat(request.getParentSpanId()).isEqualTo(application.only("agent_turn").getSpanId());
		assertThat(value(request, TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(value(request, TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("gpt-4o-mini-tts");
		assertThat(value(request, TelemetryAttributes.TTS_VOICE.key())).isEqualTo("coral");
		assertThat(value(request, TelemetryAttributes.TTS_CHARACTERS.key())).isEqualTo(12);
		assertThat(value(request, TelemetryAttributes.TTS_AUDIO_DURATION.key())).isEqualTo(0.5);
		assertThat(value(request, TelemetryAttributes.TTS_INPUT_TEXT.key())).isNull();
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
	}

	@ParameterizedTest
	@EnumSource
	void timesTheFirstByteOfAStream(Surrounding surrounding) throws Exception {
		Duration delay = Duration.ofMillis(60);
		SurroundedApplication application = capturing.in(surrounding);
		OpenAiEndpoint endpoint = application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.audio(AUDIO).after(delay).between(delay));
		application.run((context) -> inReply(context,
				() -> context.getBean(TextToSpeechModel.class).stream("Good morning").blockLast(PATIENCE)));

		SpanData request = application.only("tts_request");
		double whole = (request.getEndEpochNanos() - request.getStartEpochNanos()) / 1e9;
		Double first = value(request, TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE.key());
		assertThat(first).isNotNull().isGreaterThanOrEqualTo(endpoint.request(0).secondsToFirstPiece());
		assertThat(whole).isGreaterThanOrEqualTo(endpoint.request(0).secondsToLastPiece());
		assertThat(whole - first).isGreaterThan(2 * delay.toNanos() / 1e9);
		assertThat(value(request, TelemetryAttributes.TTS_AUDIO_DURATION.key())).isEqualTo(0.5);
		assertThat(value(request, TelemetryAttributes.TTS_INPUT_TEXT.key())).isEqualTo("Good morning");
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatWasSynthesisedWhenTheCallerCutsIn(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.audio(AUDIO).endless());
		application.run((context) -> inReply(context,
				() -> context.getBean(TextToSpeechModel.class)
					.stream(new TextToSpeechPrompt("Good morning"))
					.take(1)
					.blockLast(PATIENCE)));

		SpanData request = application.only("tts_request");
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertThat(value(request, TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE.key())).isNotNull();
		assertThat(value(request, TelemetryAttributes.TTS_AUDIO_DURATION.key())).isPositive().isLessThan(0.5);
	}

	@ParameterizedTest
	@EnumSource
	void failsAsTheModelDoes(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.error(400, "no such voice"), EndpointAnswer.error(400, "no such language"));
		application.run((context) -> inReply(context, () -> {
			assertThatThrownBy(() -> context.getBean(TextToSpeechModel.class).call("Good morning"))
				.hasMessageContaining("no such voice");
			assertThatThrownBy(() -> context.getBean(TranscriptionModel.class).transcribe(RECORDING))
				.hasMessageContaining("no such language");
		}));

		assertThat(value(application.only("tts_request"), TelemetryAttributes.OUTCOME.key())).isEqualTo("error");
		assertThat(value(application.only("stt_request"), TelemetryAttributes.OUTCOME.key())).isEqualTo("error");
	}

	@ParameterizedTest
	@EnumSource
	void recordsTranscription(Surrounding surrounding) throws Exception {
		SurroundedApplication application = capturing.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.json("{\"text\":\"I feel dizzy\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,"
					+ "\"output_tokens\":5,\"total_tokens\":19,\"input_token_details\":{\"audio_tokens\":14,\"text_tokens\":0}}}"));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean(TranscriptionModel.class).transcribe(RECORDING))
					.isEqualTo("I feel dizzy")));

		SpanData request = application.only("stt_request");
		assertThat(value(request, TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-1");
		assertThat(value(request, TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(value(request, TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("gpt-4o-transcribe");
		assertThat(value(request, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(14);
		assertThat(value(request, TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(5);
		assertThat(value(request, TelemetryAttributes.STT_AUDIO_DURATION.key())).isNull();
		assertThat(value(request, TelemetryAttributes.TRANSCRIPT.key())).isEqualTo("I feel dizzy");
	}

	@ParameterizedTest
	@EnumSource
	void knowsHowLongTheAudioWasIfTheProviderSays(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.json("{\"text\":\"I feel dizzy\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}"));
		application
			.run((context) -> inReply(context, () -> context.getBean(TranscriptionModel.class).transcribe(RECORDING)));

		SpanData request = application.only("stt_request");
		assertThat(value(request, TelemetryAttributes.STT_AUDIO_DURATION.key())).isEqualTo(3.0);
		assertThat(value(request, TelemetryAttributes.TRANSCRIPT.key())).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void recordsAStreamedTranscription(Surrounding surrounding) throws Exception {
		SurroundedApplication application = capturing.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.events("{\"type\":\"transcript.text.delta\",\"delta\":\"I feel \"}",
					"{\"type\":\"transcript.text.delta\",\"delta\":\"dizzy\"}",
					"{\"type\":\"transcript.text.done\",\"text\":\"I feel dizzy\"}"));
		application.run((context) -> inReply(context,
				() -> context.getBean(TranscriptionModel.class)
					.stream(new AudioTranscriptionPrompt(RECORDING))
					.blockLast(PATIENCE)));

		SpanData request = application.only("stt_request");
		assertThat(value(request, TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(value(request, TelemetryAttributes.TRANSCRIPT.key())).isEqualTo("I feel dizzy");
	}

	@ParameterizedTest
	@EnumSource
	void leavesTheClassesInjectable(Surrounding surrounding) {
		SurroundedApplication application = plain.in(surrounding);
		assertThat(application.bean(OpenAiAudioSpeechModel.class)).isNotNull();
		assertThat(application.bean(OpenAiAudioTranscriptionModel.class)).isNotNull();
		assertThat(application.bean(TextToSpeechModel.class)).isInstanceOf(TracedTextToSpeechModel.class);
		assertThat(application.bean(TranscriptionModel.class)).isInstanceOf(TracedTranscriptionModel.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Speech {

		@Bean
		OpenAiAudioSpeechModel speechModel(OpenAiEndpoint endpoint) {
			return OpenAiAudioSpeechModel.builder()
				.options(OpenAiAudioSpeechOptions.builder()
					.baseUrl(endpoint.baseUrl())
					.apiKey("sk-test")
					.model("gpt-4o-mini-tts")
					.voice("coral")
					.responseFormat(OpenAiAudioSpeechOptions.AudioResponseFormat.PCM)
					.maxRetries(0)
					.build())
				.build();
		}

		@Bean
		OpenAiAudioTranscriptionModel transcriptionModel(OpenAiEndpoint endpoint) {
			return OpenAiAudioTranscriptionModel.builder()
				.options(OpenAiAudioTranscriptionOptions.builder()
					.baseUrl(endpoint.baseUrl())
					.apiKey("sk-test")
					.model("gpt-4o-transcribe")
					.responseFormat(AudioResponseFormat.JSON)
					.maxRetries(0)
					.build())
				.build();
		}

	}

}

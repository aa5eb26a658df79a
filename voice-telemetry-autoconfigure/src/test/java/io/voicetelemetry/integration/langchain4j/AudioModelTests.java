package io.voicetelemetry.integration.langchain4j;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AudioModelTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn turn = Turn.at(endpoint, AudioModels.class).capturing();

	@ParameterizedTest
	@EnumSource
	void speechIsASynthesis(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.audio(new byte[480]));

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(
						context.getBean(TextToSpeechModel.class).synthesize("Good morning").audio().binaryData())
					.hasSize(480));

		SpanData synthesis = spans.only("tts_request");
		assertThat(synthesis.getParentSpanId()).isEqualTo(spans.only("agent_turn").getSpanId());
		assertThat(synthesis.getAttributes().asMap()).containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.TTS_CHARACTERS.key(), 12L)
			.containsEntry(TelemetryAttributes.TTS_INPUT_TEXT.key(), "Good morning")
			.containsKey(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE.key())
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "success");
	}

	@ParameterizedTest
	@EnumSource
	void transcriptionIsARecognition(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json("{\"text\":\"Tuesday, please\"}"));

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(context.getBean(AudioTranscriptionModel.class).transcribeToText(audio()))
					.isEqualTo("Tuesday, please"));

		assertThat(spans.only("stt_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.TRANSCRIPT.key(), "Tuesday, please")
			.containsEntry(TelemetryAttributes.OUTCOME.key(), "success");
	}

	@ParameterizedTest
	@EnumSource
	void transcriptionInARecognitionIsThatOne(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json("{\"text\":\"Tuesday, please\"}"));

		Spans spans = turn.run(surrounding, (context) -> {
			SpeechRecognition around = (SpeechRecognition) context.getBean(VoiceTelemetry.class)
				.start(Stage.STT_REQUEST, null);
			try (Scope scope = around.makeCurrent()) {
				around.transcript(context.getBean(AudioTranscriptionModel.class)
					.transcribe(AudioTranscriptionRequest.builder().audio(audio()).language("en").build())
					.text());
			}
			around.end();
		});

		assertThat(spans.only("stt_request").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.STT_LANGUAGE.key(), "en")
			.containsEntry(TelemetryAttributes.TRANSCRIPT.key(), "Tuesday, please");
	}

	@ParameterizedTest
	@EnumSource
	void failuresAreTold(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(400, "No"), EndpointAnswer.error(400, "No"));

		Spans spans = turn.run(surrounding, (context) -> {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean(TextToSpeechModel.class).synthesize("Good morning"));
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean(AudioTranscriptionModel.class).transcribeToText(audio()));
		});

		for (String name : new String[] { "tts_request", "stt_request" }) {
			assertThat(Spans.value(spans.only(name), TelemetryAttributes.OUTCOME.key())).isEqualTo("error");
		}
	}

	@ParameterizedTest
	@EnumSource
	void embeddingIsAnOperation(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.embedding(7, 0.5f, 0.25f));

		Spans spans = turn.run(surrounding,
				(context) -> assertThat(context.getBean(EmbeddingModel.class).embed("Tuesday").content().vector())
					.containsExactly(0.5f, 0.25f));

		assertThat(spans.only("embeddings").getAttributes().asMap())
			.containsEntry(TelemetryAttributes.STAGE.key(), "operation")
			.containsEntry(TelemetryAttributes.OPERATION_NAME.key(), "embeddings")
			.containsEntry(TelemetryAttributes.PROVIDER_NAME.key(), "openai")
			.containsEntry(TelemetryAttributes.REQUEST_MODEL.key(), "text-embedding-3-small")
			.containsEntry(TelemetryAttributes.INPUT_TOKENS.key(), 7L);
	}

	private static Audio audio() {
		return Audio.builder().binaryData(new byte[] { 1, 2, 3 }).mimeType("audio/wav").build();
	}

	@Configuration(proxyBeanMethods = false)
	static class AudioModels {

		@Bean
		TextToSpeechModel textToSpeechModel(Environment environment) {
			return OpenAiTextToSpeechModel.builder()
				.baseUrl(environment.getRequiredProperty(Models.ENDPOINT))
				.apiKey("none")
				.modelName("gpt-4o-mini-tts")
				.maxRetries(0)
				.build();
		}

		@Bean
		OpenAiAudioTranscriptionModel transcriptionModel(Environment environment) {
			return OpenAiAudioTranscriptionModel.builder()
				.baseUrl(environment.getRequiredProperty(Models.ENDPOINT))
				.apiKey("none")
				.modelName("whisper-1")
				.maxRetries(0)
				.build();
		}

		@Bean
		EmbeddingModel embeddingModel(Environment environment) {
			return OpenAiEmbeddingModel.builder()
				.baseUrl(environment.getRequiredProperty(Models.ENDPOINT))
				.apiKey("none")
				.modelName("text-embedding-3-small")
				.maxRetries(0)
				.build();
		}

	}

}

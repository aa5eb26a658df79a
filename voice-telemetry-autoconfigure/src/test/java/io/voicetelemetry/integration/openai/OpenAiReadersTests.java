package io.voicetelemetry.integration.openai;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.EndpointRequest;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the official client got over HTTP is on the spans of annotated methods that do
 * nothing but return it.
 */
class OpenAiReadersTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = applications().with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications plain = applications();

	@RegisterExtension
	private static final SurroundedApplications off = applications().with("voice.telemetry.openai.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = applications().with("voice.telemetry.enabled=false");

	private static SurroundedApplications applications() {
		return SurroundedApplications.of(Agent.class).with("endpoint=" + endpoint.baseUrl());
	}

	@BeforeEach
	void forget() {
		endpoint.forget();
	}

	@AfterAll
	static void stop() {
		endpoint.close();
	}

	private static SpanData ask(Surrounding surrounding, Work work, String stage) throws Exception {
		return ask(capturing.in(surrounding), work, stage);
	}

	private static SpanData ask(SurroundedApplication application, Work work, String stage) throws Exception {
		int before = application.stage(stage).size();
		application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(Models.class))));
		// What is handed out by another thread may end on that.
		Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(application.stage(stage)).hasSize(before + 1));
		assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		return application.stage(stage).get(before);
	}

	@ParameterizedTest
	@EnumSource
	void readsAChatCompletion(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have ", "a slot on Tuesday.")
			.usage(new EndpointAnswer.Tokens(120, 30, 64, 8, false)));
		SpanData span = ask(capturing.in(surrounding), Models::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo(EndpointAnswer.MODEL);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo(EndpointAnswer.ID);
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("openai");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("stop");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(64);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(8);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("We have a slot on Tuesday.");
	}

	@ParameterizedTest
	@EnumSource
	void readsWhichToolsAreAskedFor(Surrounding surrounding) throws Exception {
		endpoint
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "find_free_slots", "{\"day\":\"Tuesday\"}")));
		SpanData span = ask(surrounding, Models::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_calls");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("call_1", "find_free_slots",
				"\"day\":\"Tuesday\"");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("what was not told").isNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatWasSaidToItselfUnlessAsked(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have a slot on Tuesday.").usage(12, 8));
		SpanData span = ask(plain.in(surrounding), Models::chat, "llm_request");
		assertThat(span.toString()).doesNotContain("Tuesday");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(8);
	}

	// The agent throws where a field is missing.
	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void readsWhatIsThereOfAnAnswerThatIsMerelyCompatible(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"choices\":[{\"message\":{\"content\":\"At nine.\"}},{\"finish_reason\":\"length\"},{\"finish_reason\":\"made_up\"}],\"usage\":{\"completion_tokens\":3},\"id\":\"\"}"));
		SpanData span = ask(surrounding, Models::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("length", "made_up");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void readsAudioOfAChatCompletion(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"c-1\",\"model\":\"gpt-audio\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":null,\"audio\":{\"id\":\"a\",\"data\":\"AAAA\",\"expires_at\":1,\"transcript\":\"At nine.\"}}}],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":40,\"total_tokens\":90,\"prompt_tokens_details\":{\"audio_tokens\":20},\"completion_tokens_details\":{\"audio_tokens\":31}}}"));
		SpanData span = ask(surrounding, Models::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
		assertThat(span.getAttributes().asMap().toString()).contains("voice.tokens.input_audio=20",
				"voice.tokens.output_audio=31");
	}

	@ParameterizedTest
	@EnumSource
	void readsAResponse(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1750000000,\"status\":\"completed\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"At nine.\",\"annotations\":[]}]},{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_7\",\"name\":\"book\",\"arguments\":\"{\\\"hour\\\":9}\",\"status\":\"completed\"}],\"usage\":{\"input_tokens\":36,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":87,\"output_tokens_details\":{\"reasoning_tokens\":11},\"total_tokens\":123}}"));
		SpanData span = ask(surrounding, Models::respond, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gpt-4o-2024-08-06");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("resp_1");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("completed");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(36);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(5);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(87);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(11);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.", "call_7", "book",
				"\"hour\":9");
	}

	@ParameterizedTest
	@EnumSource
	void responseThatFailedIsAFailure(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"About swordfish.\"},\"model\":\"some-model\",\"output\":[]}"));
		SpanData span = ask(surrounding, Models::respond, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.ERROR_TYPE)).isEqualTo("server_error");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("some-model");
		assertThat(span.toString()).doesNotContain("swordfish");
	}

	@ParameterizedTest
	@EnumSource
	void tellsWhyAResponseIsIncomplete(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"model\":\"some-model\",\"output\":[]}"));
		SpanData span = ask(surrounding, Models::respond, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("max_output_tokens");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("some-model");
	}

	@ParameterizedTest
	@EnumSource
	void readsEmbeddings(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.embedding(5, 0.25f, 0.5f));
		SpanData span = ask(surrounding, Models::embed, "operation");
		assertThat(attribute(span, TelemetryAttributes.OPERATION_NAME)).isEqualTo("embeddings");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("text-embedding-3-small");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("openai");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(5);
	}

	@ParameterizedTest
	@EnumSource
	void readsATranscription(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"text\":\"Do you have a slot?\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"input_token_details\":{\"text_tokens\":4,\"audio_tokens\":10},\"output_tokens\":45,\"total_tokens\":59}}"));
		SpanData span = ask(surrounding, Models::listen, "stt_request");
		assertThat(attribute(span, TelemetryAttributes.TRANSCRIPT)).isEqualTo("Do you have a slot?");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("openai");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(14);
		assertThat(span.getAttributes().asMap().toString()).contains("voice.tokens.input_audio=10");
	}

	@ParameterizedTest
	@EnumSource
	void readsATranscriptionWithItsDetails(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"task\":\"transcribe\",\"duration\":2.5,\"language\":\"english\",\"text\":\"Do you have a slot?\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}"));
		SpanData span = ask(surrounding, Models::listenClosely, "stt_request");
		assertThat(attribute(span, TelemetryAttributes.TRANSCRIPT)).isEqualTo("Do you have a slot?");
		assertThat(attribute(span, TelemetryAttributes.STT_AUDIO_DURATION)).isEqualTo(2.5);
		assertThat(attribute(span, TelemetryAttributes.STT_LANGUAGE)).isEqualTo("english");
	}

	@ParameterizedTest
	@EnumSource
	void followsAStreamToItsEnd(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have ", "a slot ", "on Tuesday.")
			.usage(120, 30)
			.after(Duration.ofMillis(200))
			.between(Duration.ofMillis(200)));
		SpanData span = ask(capturing.in(surrounding), (models) -> {
			try (StreamResponse<ChatCompletionChunk> stream = models.stream()) {
				return stream.stream().count();
			}
		}, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("We have a slot on Tuesday.");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(3);
		EndpointRequest request = endpoint.requests().get(endpoint.requests().size() - 1);
		double seconds = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e9;
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK))
			.isGreaterThanOrEqualTo(request.secondsToFirstPiece())
			.isLessThan(seconds - 0.3);
		assertThat(seconds).isGreaterThanOrEqualTo(request.secondsToLastPiece());
	}

	// The agent throws where a field is missing.
	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void cancelsARequestWhoseStreamIsClosedEarly(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("One ", "two ", "three ", "four")
			.usage(new EndpointAnswer.Tokens(120, 3, 0, 0, true))
			.endless());
		SpanData span = ask(surrounding, (models) -> {
			try (StreamResponse<ChatCompletionChunk> stream = models.stream()) {
				Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
				chunks.next();
				return chunks.next();
			}
		}, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("One two ").doesNotContain("three");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@ParameterizedTest
	@EnumSource
	void followsAStreamThatIsHandedOut(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have ", "a slot.").usage(120, 30));
		SurroundedApplication application = capturing.in(surrounding);
		SpanData span = ask(surrounding, (models) -> {
			List<ChatCompletionChunk> chunks = new CopyOnWriteArrayList<>();
			models.streamLater().subscribe(chunks::add).onCompleteFuture().get(30, TimeUnit.SECONDS);
			assertThat(chunks).hasSizeGreaterThan(2);
			// The client tells whoever waits before it tells who follows.
			Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !application.stage("llm_request").isEmpty());
			return chunks;
		}, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("We have a slot.");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
	}

	@ParameterizedTest
	@EnumSource
	void countsTheAudioOfSpeech(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.audio(new byte[48_000]));
		SpanData span = ask(surrounding, (models) -> {
			try (HttpResponse speech = models.speak("At nine.")) {
				return speech.body().readAllBytes().length;
			}
		}, "tts_request");
		assertThat(attribute(span, TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(48_000);
		assertThat(attribute(span, TelemetryAttributes.TTS_AUDIO_DURATION)).isEqualTo(1.0);
		assertThat(attribute(span, TelemetryAttributes.TTS_CHARACTERS)).isEqualTo(8);
		assertThat(attribute(span, TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
	}

	@ParameterizedTest
	@EnumSource
	void canBeSwitchedOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("At nine.").usage(12, 8));
		SpanData span = ask(off.in(surrounding), Models::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent // It wraps the client.
	void nothingIsThereWhereAllIsSwitchedOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("At nine.").usage(12, 8), EndpointAnswer.text("At ", "ten."));
		SurroundedApplication application = allOff.in(surrounding);
		application.run((context) -> {
			Models models = context.getBean(Models.class);
			assertThat(models.getClass()).isEqualTo(Models.class);
			assertThat(context.getBean(OpenAIClient.class).getClass().getName()).startsWith("com.openai.");
			assertThat(models.chat().choices().get(0).message().content()).contains("At nine.");
			try (StreamResponse<ChatCompletionChunk> stream = models.stream()) {
				assertThat(stream.stream().count()).isPositive();
			}
			assertThat(VoiceMeters.of(context)).isEmpty();
		});
		assertThat(application.spans()).isEmpty();
	}

	private static <T> T attribute(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

	interface Work {

		Object with(Models models) throws Exception;

	}

	static class Models {

		private final OpenAIClient client;

		Models(OpenAIClient client) {
			this.client = client;
		}

		@TracedLlmCall
		ChatCompletion chat() {
			return this.client.chat()
				.completions()
				.create(ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("A slot?").build());
		}

		@TracedLlmCall
		StreamResponse<ChatCompletionChunk> stream() {
			return this.client.chat().completions().createStreaming(streamed());
		}

		@TracedLlmCall
		AsyncStreamResponse<ChatCompletionChunk> streamLater() {
			return this.client.async().chat().completions().createStreaming(streamed());
		}

		private static ChatCompletionCreateParams streamed() {
			return ChatCompletionCreateParams.builder()
				.model("gpt-4o-mini")
				.addUserMessage("A slot?")
				.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
				.build();
		}

		@TracedTts(provider = "openai", model = "gpt-4o-mini-tts", audioFormat = "pcm16/24000")
		HttpResponse speak(@SpokenText String text) {
			return this.client.audio()
				.speech()
				.create(SpeechCreateParams.builder()
					.input(text)
					.model("gpt-4o-mini-tts")
					.voice("alloy")
					.responseFormat(SpeechCreateParams.ResponseFormat.PCM)
					.build());
		}

		@TracedLlmCall
		Response respond() {
			return this.client.responses()
				.create(ResponseCreateParams.builder().model("gpt-4o").input("A slot?").build());
		}

		@TracedOperation
		CreateEmbeddingResponse embed() {
			return this.client.embeddings()
				.create(EmbeddingCreateParams.builder().model("text-embedding-3-small").input("A slot?").build());
		}

		@TracedStt
		TranscriptionCreateResponse listen() {
			return this.client.audio().transcriptions().create(audio().model("gpt-4o-transcribe").build());
		}

		@TracedStt
		TranscriptionCreateResponse listenClosely() {
			return this.client.audio()
				.transcriptions()
				.create(audio().model("whisper-1").responseFormat(AudioResponseFormat.VERBOSE_JSON).build());
		}

		private static TranscriptionCreateParams.Builder audio() {
			return TranscriptionCreateParams.builder()
				.file(MultipartField.<java.io.InputStream>builder()
					.value(new java.io.ByteArrayInputStream(new byte[] { 1, 2, 3, 4 }))
					.filename("audio.wav")
					.build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean(destroyMethod = "close")
		OpenAIClient openAiClient(org.springframework.core.env.Environment environment) {
			return OpenAIOkHttpClient.builder()
				.baseUrl(environment.getRequiredProperty("endpoint"))
				.apiKey("none")
				.maxRetries(0)
				.build();
		}

		@Bean
		Models models(OpenAIClient client) {
			return new Models(client);
		}

	}

}

package io.voicetelemetry.integration.gemini;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.integration.EndpointAnswer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What Google's Gen AI client got over HTTP is on the spans of annotated methods that do
 * nothing but return it.
 */
class GeminiReadersTests {

	private static final String ANSWER = piece(
			"{\"text\":\"Well.\",\"thought\":true},{\"text\":\"At nine.\"},{\"functionCall\":{\"id\":\"call_1\",\"name\":\"book\",\"args\":{\"hour\":9}}}",
			",\"finishReason\":\"STOP\"",
			"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":30,\"thoughtsTokenCount\":7,\"totalTokenCount\":162,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":25},{\"modality\":\"TEXT\",\"tokenCount\":100}]");

	private static final String[] EVENTS = { piece("{\"text\":\"Well.\",\"thought\":true}", "",
			"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"thoughtsTokenCount\":7,\"totalTokenCount\":132"),
			piece("{\"text\":\"At \"}", "",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":7,\"totalTokenCount\":134"),
			piece("{\"text\":\"nine.\"}", "",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":4,\"thoughtsTokenCount\":7,\"totalTokenCount\":136"),
			piece("{\"functionCall\":{\"id\":\"call_1\",\"name\":\"book\",\"args\":{\"hour\":9}}}",
					",\"finishReason\":\"STOP\"",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":30,\"thoughtsTokenCount\":7,\"totalTokenCount\":162,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":25},{\"modality\":\"TEXT\",\"tokenCount\":100}]") };

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = applications().with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications notCapturing = applications()
		.with("voice.telemetry.content.capture=none");

	@RegisterExtension
	private static final SurroundedApplications off = applications().with("voice.telemetry.gemini.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = applications().with("voice.telemetry.enabled=false");

	private static SurroundedApplications applications() {
		return SurroundedApplications.of(Agent.class).with("endpoint=" + endpoint.baseUrl().replace("/v1", ""));
	}

	private static String piece(String parts, String finish, String usage) {
		return "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + finish
				+ "}],\"usageMetadata\":{" + usage
				+ "},\"modelVersion\":\"gemini-2.5-flash-001\",\"responseId\":\"response_1\",\"createTime\":\"2026-11-21T10:00:00Z\"}";
	}

	@BeforeEach
	void forget() {
		endpoint.forget();
	}

	@AfterAll
	static void stop() {
		endpoint.close();
	}

	private static SpanData ask(Surrounding surrounding, Work work) throws Exception {
		return ask(capturing.in(surrounding), work);
	}

	private static SpanData ask(SurroundedApplication application, Work work) throws Exception {
		int before = application.stage("llm_request").size();
		application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(Models.class))));
		assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		assertThat(application.stage("llm_request")).hasSize(before + 1);
		return application.stage("llm_request").get(before);
	}

	private static void assertAnswer(SpanData span) {
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("gcp.gemini");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("response_1");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gemini-2.5-flash-001");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("stop");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("cached ones included").isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(100);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).as("thoughts included").isEqualTo(37);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(7);
		assertThat(attribute(span, TelemetryAttributes.ofTokens(TokenType.INPUT_AUDIO))).isEqualTo(25);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES))
			.contains("At nine.", "call_1", "book", "{\"hour\":9}")
			.doesNotContain("Well.");
	}

	@ParameterizedTest
	@EnumSource
	void readsAnAnswer(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		assertAnswer(ask(surrounding, Models::chat));
	}

	@ParameterizedTest
	@EnumSource
	void readsAnAnswerThatComesLater(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		assertAnswer(ask(surrounding, (models) -> {
			GenerateContentResponse response = models.later().join();
			// Who waits for a future may go on before its span has ended.
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> !capturing.in(surrounding).stage("llm_request").isEmpty());
			return response;
		}));
	}

	@ParameterizedTest
	@EnumSource
	void knowsWhenVertexAiAnswered(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER), EndpointAnswer.events(EVENTS));
		assertThat(attribute(ask(surrounding, Models::vertex), TelemetryAttributes.PROVIDER_NAME))
			.isEqualTo("gcp.vertex_ai");
		assertThat(attribute(ask(surrounding, (models) -> texts(models.vertexStream())),
				TelemetryAttributes.PROVIDER_NAME))
			.isEqualTo("gcp.vertex_ai");
	}

	private static List<String> texts(ResponseStream<GenerateContentResponse> stream) {
		List<String> texts = new ArrayList<>();
		try (stream) {
			for (GenerateContentResponse piece : stream) {
				texts.add(String.valueOf(new GenerateContentResult(piece).text()));
			}
		}
		return texts;
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamedAnswer(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS));
		SpanData span = ask(surrounding, (models) -> {
			List<String> texts = texts(models.stream());
			assertThat(texts).containsExactly("null", "At ", "nine.", "null");
			return texts;
		});
		assertAnswer(span);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamHoweverItIsTaken(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS), EndpointAnswer.events(EVENTS), EndpointAnswer.events(EVENTS),
				EndpointAnswer.events(EVENTS));
		List<GenerateContentResponse> pieces = new ArrayList<>();
		assertAnswer(ask(surrounding, (models) -> {
			models.stream().forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(surrounding, (models) -> {
			StreamSupport.stream(models.stream().spliterator(), false).forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(surrounding, (models) -> {
			models.iterable().forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(surrounding, (models) -> models.flux().doOnNext(pieces::add).blockLast()));
		assertThat(pieces).hasSize(16);
	}

	@ParameterizedTest
	@EnumSource
	void leavesAChatTheHistoryOfItsStreams(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS), EndpointAnswer.events(EVENTS));
		Chat[] chat = new Chat[1];
		for (int turn = 1; turn <= 2; turn++) {
			assertAnswer(ask(surrounding, (models) -> {
				chat[0] = (chat[0] != null) ? chat[0] : models.startChat();
				return texts(models.say(chat[0]));
			}));
		}
		assertThat(chat[0].getHistory(false)).hasSizeGreaterThanOrEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatIsCutOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS));
		SpanData span = ask(surrounding, (models) -> {
			try (ResponseStream<GenerateContentResponse> stream = models.stream()) {
				Iterator<GenerateContentResponse> pieces = stream.iterator();
				pieces.next();
				return pieces.next();
			}
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("response_1");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ").doesNotContain("nine");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).as("until then").isEqualTo(9);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatBreaksOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS[0], EVENTS[1], "{\"candidates\":"));
		SpanData span = ask(surrounding, (models) -> {
			assertThatThrownBy(() -> texts(models.stream())).isInstanceOf(RuntimeException.class);
			return "broken";
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(9);
	}

	@ParameterizedTest
	@EnumSource
	void passesOnWhatGeminiRefuses(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(400, "No such model"), EndpointAnswer.error(403, "Not yours"));
		SpanData answer = ask(surrounding, (models) -> {
			assertThatThrownBy(models::chat).isInstanceOf(ApiException.class);
			return "refused";
		});
		SpanData streamed = ask(surrounding, (models) -> {
			assertThatThrownBy(models::stream).isInstanceOf(ApiException.class);
			return "refused";
		});
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
			assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		});
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingFromPiecesThatTellNothing(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events("{}", "{\"candidates\":[{}]}", "{\"usageMetadata\":{}}",
				"{\"candidates\":[{\"content\":{\"parts\":[{}]}}]}"));
		SpanData span = ask(surrounding, (models) -> texts(models.stream()));
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void tellsWhyAPromptWasBlocked(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));
		assertThat(attribute(ask(surrounding, (models) -> texts(models.stream())),
				TelemetryAttributes.RESPONSE_FINISH_REASONS))
			.containsExactly("safety");
	}

	@Test
	void recordsNoContentUnlessAsked() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER), EndpointAnswer.events(EVENTS));
		SurroundedApplication silent = notCapturing.in(Surrounding.PLAIN);
		SpanData answer = ask(silent, Models::chat);
		SpanData streamed = ask(silent, (models) -> texts(models.stream()));
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(span.toString()).doesNotContain("At nine", "Well.", "call_1", "hour");
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(37);
		});
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER), EndpointAnswer.events(EVENTS));
		SurroundedApplication application = off.in(Surrounding.PLAIN);
		SpanData answer = ask(application, Models::chat);
		SpanData streamed = ask(application, (models) -> texts(models.stream()));
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
			assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isNull();
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		});
	}

	@Test
	void nothingIsThereWhereAllIsSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER), EndpointAnswer.events(EVENTS));
		SurroundedApplication application = allOff.in(Surrounding.PLAIN);
		application.run((context) -> {
			Models models = context.getBean(Models.class);
			assertThat(models.getClass()).isEqualTo(Models.class);
			assertThat(models.chat().responseId()).hasValue("response_1");
			try (ResponseStream<GenerateContentResponse> stream = models.stream()) {
				assertThat(stream.getClass()).isEqualTo(ResponseStream.class);
				assertThat(stream).hasSize(EVENTS.length);
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

		private static final String MODEL = "gemini-2.5-flash";

		private final Client gemini;

		private final Client vertexAi;

		Models(Client gemini, Client vertexAi) {
			this.gemini = gemini;
			this.vertexAi = vertexAi;
		}

		@TracedLlmCall(model = MODEL)
		GenerateContentResponse chat() {
			return this.gemini.models.generateContent(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		GenerateContentResponse vertex() {
			return this.vertexAi.models.generateContent(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		CompletableFuture<GenerateContentResponse> later() {
			return this.gemini.async.models.generateContent(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		ResponseStream<GenerateContentResponse> stream() {
			return this.gemini.models.generateContentStream(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		ResponseStream<GenerateContentResponse> vertexStream() {
			return this.vertexAi.models.generateContentStream(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		Iterable<GenerateContentResponse> iterable() {
			return this.gemini.models.generateContentStream(MODEL, "When?", null);
		}

		@TracedLlmCall(model = MODEL)
		Flux<GenerateContentResponse> flux() {
			return Flux.using(() -> this.gemini.models.generateContentStream(MODEL, "When?", null), Flux::fromIterable,
					ResponseStream::close);
		}

		Chat startChat() {
			return this.gemini.chats.create(MODEL);
		}

		@TracedLlmCall(model = MODEL)
		ResponseStream<GenerateContentResponse> say(Chat chat) {
			return chat.sendMessageStream("When?");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean(destroyMethod = "close")
		Client gemini(Environment environment) {
			return client(environment, false);
		}

		@Bean(destroyMethod = "close")
		Client vertexAi(Environment environment) {
			return client(environment, true);
		}

		private static Client client(Environment environment, boolean vertexAi) {
			return Client.builder()
				.vertexAI(vertexAi)
				.apiKey("none")
				.httpOptions(HttpOptions.builder().baseUrl(environment.getRequiredProperty("endpoint")).build())
				.build();
		}

		@Bean
		Models models(Client gemini, Client vertexAi) {
			return new Models(gemini, vertexAi);
		}

	}

}

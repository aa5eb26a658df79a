package io.voicetelemetry.integration.bedrock;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the client of the AWS SDK got over HTTP, or publishes, is on the spans of
 * annotated methods that do nothing but return it.
 */
class BedrockReadersTests {

	private static final String ANSWER = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"At nine.\"},{\"toolUse\":{\"toolUseId\":\"tooluse_1\",\"name\":\"book\",\"input\":{\"hour\":9}}}]}},\"stopReason\":\"tool_use\",\"usage\":{\"inputTokens\":20,\"outputTokens\":30,\"totalTokens\":155,\"cacheReadInputTokens\":100,\"cacheWriteInputTokens\":5},\"metrics\":{\"latencyMs\":100}}";

	private static final List<ConverseStreamOutput> EVENTS = List.of(
			ConverseStreamOutput.messageStartBuilder().role(ConversationRole.ASSISTANT).build(), text(0, "At "),
			text(0, "nine."), ConverseStreamOutput.contentBlockStopBuilder().contentBlockIndex(0).build(),
			ConverseStreamOutput.contentBlockStartBuilder()
				.contentBlockIndex(1)
				.start((start) -> start.toolUse((tool) -> tool.toolUseId("tooluse_1").name("book")))
				.build(),
			input(1, "{\"hour\":"), input(1, "9}"),
			ConverseStreamOutput.contentBlockStopBuilder().contentBlockIndex(1).build(),
			ConverseStreamOutput.messageStopBuilder().stopReason("tool_use").build(),
			ConverseStreamOutput.metadataBuilder()
				.usage((usage) -> usage.inputTokens(20)
					.outputTokens(30)
					.cacheReadInputTokens(100)
					.cacheWriteInputTokens(5))
				.metrics((metrics) -> metrics.latencyMs(100L))
				.build());

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = applications().with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications notCapturing = applications()
		.with("voice.telemetry.content.capture=none");

	@RegisterExtension
	private static final SurroundedApplications off = applications().with("voice.telemetry.bedrock.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = applications().with("voice.telemetry.enabled=false");

	private static SurroundedApplications applications() {
		return SurroundedApplications.of(Agent.class).with("endpoint=" + endpoint.baseUrl());
	}

	private static ConverseStreamOutput text(int block, String text) {
		return ConverseStreamOutput.contentBlockDeltaBuilder()
			.contentBlockIndex(block)
			.delta(ContentBlockDelta.fromText(text))
			.build();
	}

	private static ConverseStreamOutput input(int block, String json) {
		return ConverseStreamOutput.contentBlockDeltaBuilder()
			.contentBlockIndex(block)
			.delta(ContentBlockDelta.fromToolUse((tool) -> tool.input(json)))
			.build();
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
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("aws.bedrock");
		assertThat(attribute(span, TelemetryAttributes.REQUEST_MODEL)).isEqualTo("amazon.nova-lite-v1:0");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_use");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("cached ones included").isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(100);
		assertThat(attribute(span, TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS)).isEqualTo(5);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.", "tooluse_1", "book",
				"{\"hour\":9}");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
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
			ConverseResponse response = models.later(new CompletableFuture<>()).join();
			// Who waits for a future may go on before its span has ended.
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> !capturing.in(surrounding).stage("llm_request").isEmpty());
			return response;
		}));
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamedAnswer(Surrounding surrounding) throws Exception {
		SpanData span = ask(surrounding, (models) -> models.stream(Flux.fromIterable(EVENTS)).collectList().block());
		assertAnswer(span);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void readsWhatThePublisherOfTheSdkPublishes(Surrounding surrounding) throws Exception {
		assertAnswer(
				ask(surrounding, (models) -> Flux.from(models.publish(SdkPublisher.fromIterable(EVENTS))).blockLast()));
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamOfUnknownPieces(Surrounding surrounding) throws Exception {
		assertAnswer(ask(surrounding, (models) -> models.anything(Flux.fromIterable(EVENTS)).collectList().block()));
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatIsCutOff(Surrounding surrounding) throws Exception {
		SpanData span = ask(surrounding,
				(models) -> models.stream(Flux.fromIterable(EVENTS)).take(2).collectList().block());
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("aws.bedrock");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ").doesNotContain("nine");
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatFails(Surrounding surrounding) throws Exception {
		Flux<ConverseStreamOutput> failing = Flux.fromIterable(EVENTS.subList(0, 2))
			.concatWith(Flux.error(ModelStreamErrorException.builder().message("out of order").build()));
		SpanData span = ask(surrounding, (models) -> models.stream(failing).onErrorComplete().collectList().block());
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.ERROR_TYPE))
			.isEqualTo("software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void passesOnWhatBedrockRefuses(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(400, "No such model"));
		SpanData span = ask(surrounding, (models) -> {
			assertThatThrownBy(models::chat).isInstanceOf(BedrockRuntimeException.class);
			return "refused";
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void thoughtIsTheFirstToken(Surrounding surrounding) throws Exception {
		ConverseStreamOutput thought = ConverseStreamOutput.contentBlockDeltaBuilder()
			.delta(ContentBlockDelta.fromReasoningContent((piece) -> piece.text("Well.")))
			.build();
		SpanData span = ask(surrounding, (models) -> models.stream(Flux.just(thought)).collectList().block());
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).isNull();
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingFromEventsThatTellNothing(Surrounding surrounding) throws Exception {
		SpanData span = ask(surrounding,
				(models) -> models.stream(Flux.just(ConverseStreamOutput.messageStartBuilder().build(),
						ConverseStreamOutput.contentBlockStartBuilder().build(),
						ConverseStreamOutput.contentBlockStartBuilder().start((start) -> start.toolUse((tool) -> {
						})).build(), ConverseStreamOutput.contentBlockDeltaBuilder().build(),
						ConverseStreamOutput.contentBlockDeltaBuilder().delta((delta) -> {
						}).build(), ConverseStreamOutput.contentBlockStopBuilder().build(),
						ConverseStreamOutput.messageStopBuilder().build(),
						ConverseStreamOutput.metadataBuilder().build(),
						ConverseStreamOutput.metadataBuilder().usage((usage) -> {
						}).trace((trace) -> {
						}).build(), ConverseStreamOutput.UNKNOWN))
					.collectList()
					.block());
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@Test
	void recordsNoContentUnlessAsked() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		SurroundedApplication silent = notCapturing.in(Surrounding.PLAIN);
		SpanData answer = ask(silent, Models::chat);
		SpanData streamed = ask(silent, (models) -> models.stream(Flux.fromIterable(EVENTS)).blockLast());
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(span.toString()).doesNotContain("At nine", "tooluse_1", "hour");
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		});
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		SurroundedApplication application = off.in(Surrounding.PLAIN);
		SpanData answer = ask(application, Models::chat);
		SpanData streamed = ask(application, (models) -> models.stream(Flux.fromIterable(EVENTS)).blockLast());
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isNull();
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		});
	}

	@Test
	void nothingIsThereWhereAllIsSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		SurroundedApplication application = allOff.in(Surrounding.PLAIN);
		application.run((context) -> {
			Models models = context.getBean(Models.class);
			assertThat(models.getClass()).isEqualTo(Models.class);
			assertThat(models.chat().stopReasonAsString()).isEqualTo("tool_use");
			assertThat(models.stream(Flux.fromIterable(EVENTS)).collectList().block()).isEqualTo(EVENTS);
			Flux<ConverseStreamOutput> events = Flux.fromIterable(EVENTS);
			assertThat(models.stream(events)).isSameAs(events);
			assertThat(VoiceMeters.of(context)).isEmpty();
		});
		assertThat(application.spans()).isEmpty();
	}

	interface Work {

		Object with(Models models) throws Exception;

	}

	static class Models {

		private static final String MODEL = "amazon.nova-lite-v1:0";

		private final BedrockRuntimeClient client;

		Models(BedrockRuntimeClient client) {
			this.client = client;
		}

		private ConverseResponse converse() {
			Message message = Message.builder()
				.role(ConversationRole.USER)
				.content(ContentBlock.fromText("When?"))
				.build();
			return this.client.converse((request) -> request.modelId(MODEL).messages(message));
		}

		@TracedLlmCall(model = MODEL)
		ConverseResponse chat() {
			return converse();
		}

		@TracedLlmCall(model = MODEL)
		CompletableFuture<ConverseResponse> later(CompletableFuture<ConverseResponse> future) {
			return future.completeAsync(this::converse);
		}

		@TracedLlmCall(model = MODEL)
		Flux<ConverseStreamOutput> stream(Flux<ConverseStreamOutput> events) {
			return events;
		}

		@TracedLlmCall(model = MODEL)
		Publisher<ConverseStreamOutput> publish(SdkPublisher<ConverseStreamOutput> events) {
			return events;
		}

		@TracedLlmCall(model = MODEL)
		Flux<?> anything(Flux<?> events) {
			return events;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean
		BedrockRuntimeClient bedrockClient(Environment environment) {
			return BedrockRuntimeClient.builder()
				.endpointOverride(URI.create(environment.getRequiredProperty("endpoint")))
				.credentialsProvider(AnonymousCredentialsProvider.create())
				.region(Region.EU_WEST_1)
				.httpClient(UrlConnectionHttpClient.create())
				.build();
		}

		@Bean
		Models models(BedrockRuntimeClient client) {
			return new Models(client);
		}

	}

}

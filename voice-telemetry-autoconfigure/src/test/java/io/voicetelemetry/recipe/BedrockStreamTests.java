package io.voicetelemetry.recipe;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the asynchronous client of Bedrock makes of the bytes of a stream, as
 * {@code docs/readers.md} has it, is on the span.
 */
class BedrockStreamTests {

	private static final Message START = event("messageStart", "{\"role\":\"assistant\"}");

	private static final Message AT = event("contentBlockDelta",
			"{\"contentBlockIndex\":0,\"delta\":{\"text\":\"At \"}}");

	private static final Message NINE = event("contentBlockDelta",
			"{\"contentBlockIndex\":0,\"delta\":{\"text\":\"nine.\"}}");

	private static final Message STOP = event("messageStop", "{\"stopReason\":\"end_turn\"}");

	private static final Message METADATA = event("metadata",
			"{\"usage\":{\"inputTokens\":20,\"outputTokens\":3,\"totalTokens\":123,\"cacheReadInputTokens\":100},\"metrics\":{\"latencyMs\":100}}");

	private static Message event(String type, String json) {
		return message(Map.of(":message-type", HeaderValue.fromString("event"), ":event-type",
				HeaderValue.fromString(type), ":content-type", HeaderValue.fromString("application/json")), json);
	}

	private static Message message(Map<String, HeaderValue> headers, String json) {
		return new Message(headers, json.getBytes(StandardCharsets.UTF_8));
	}

	private static SpanData ask(Flux<Message> answer, Work work) throws Exception {
		Wire.answer = answer;
		try (SurroundedApplication application = Surrounding.PLAIN.start(List.of(Agent.class),
				"voice.telemetry.content.capture=full")) {
			application.run((context) -> context.getBean(VoiceTelemetry.class).session().start().call(() -> {
				Object result = work.with(context.getBean(BedrockModel.class)
					.stream(ConverseStreamRequest.builder().modelId("amazon.nova-lite-v1:0").build()));
				Awaitility.await()
					.atMost(30, TimeUnit.SECONDS)
					.until(() -> !application.stage("llm_request").isEmpty());
				return result;
			}));
			assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
			return application.only("llm_request");
		}
	}

	@Test
	void readsAStream() throws Exception {
		SpanData span = ask(Flux.just(START, AT, NINE, STOP, METADATA),
				(stream) -> assertThat(stream.collectList().block()).hasSize(5));
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("aws.bedrock");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("end_turn");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
	}

	@Test
	void keepsWhatIsKnownWhenItIsCutOff() throws Exception {
		SpanData span = ask(Flux.just(START, AT).concatWith(Flux.never()),
				(stream) -> assertThat(stream.take(2).collectList().block()).hasSize(2));
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
	}

	@Test
	void keepsWhatIsKnownWhenBedrockFails() throws Exception {
		Message failure = message(Map.of(":message-type", HeaderValue.fromString("exception"), ":exception-type",
				HeaderValue.fromString("throttlingException")), "{\"message\":\"Too many tokens\"}");
		SpanData span = ask(Flux.just(START, AT, failure),
				(stream) -> assertThat(stream.onErrorComplete().collectList().block()).hasSize(2));
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ");
		assertThat(attribute(span, TelemetryAttributes.ERROR_TYPE)).isEqualTo(ThrottlingException.class.getName());
	}

	interface Work {

		Object with(Flux<ConverseStreamOutput> stream);

	}

	/**
	 * Answers with bytes as they would come from the network.
	 */
	private static final class Wire implements SdkAsyncHttpClient {

		private static volatile Flux<Message> answer = Flux.empty();

		@Override
		public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
			request.responseHandler()
				.onHeaders(SdkHttpResponse.builder()
					.statusCode(200)
					.putHeader("Content-Type", "application/vnd.amazon.eventstream")
					.build());
			Flux<ByteBuffer> bytes = answer.map(Message::toByteBuffer);
			request.responseHandler().onStream(bytes);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean
		BedrockRuntimeAsyncClient bedrockClient() {
			return BedrockRuntimeAsyncClient.builder()
				.endpointOverride(URI.create("http://127.0.0.1"))
				.credentialsProvider(AnonymousCredentialsProvider.create())
				.region(Region.EU_WEST_1)
				.httpClient(new Wire())
				.build();
		}

		@Bean
		BedrockModel bedrockModel(BedrockRuntimeAsyncClient client) {
			return new BedrockModel(client);
		}

	}

}

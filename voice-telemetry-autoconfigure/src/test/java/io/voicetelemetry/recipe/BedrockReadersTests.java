package io.voicetelemetry.recipe;

import java.net.URI;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the readers of {@code docs/readers.md} read: what the real client got over HTTP,
 * and a stream of its events.
 */
class BedrockReadersTests {

	private static final String ANSWER = "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"At nine.\"},{\"toolUse\":{\"toolUseId\":\"tooluse_1\",\"name\":\"book\",\"input\":{\"hour\":9}}}]}},\"stopReason\":\"tool_use\",\"usage\":{\"inputTokens\":20,\"outputTokens\":30,\"totalTokens\":155,\"cacheReadInputTokens\":100,\"cacheWriteInputTokens\":5},\"metrics\":{\"latencyMs\":100}}";

	private static SpanData ask(Work work) throws Exception {
		try (OpenAiEndpoint endpoint = OpenAiEndpoint.start().answer(EndpointAnswer.json(ANSWER));
				SurroundedApplication application = Surrounding.PLAIN.start(List.of(Agent.class),
						"endpoint=" + endpoint.baseUrl(), "voice.telemetry.content.capture=full")) {
			application.run((context) -> context.getBean(VoiceTelemetry.class)
				.session()
				.start()
				.call(() -> work.with(context.getBean(BedrockModel.class))));
			assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
			return application.only("llm_request");
		}
	}

	@Test
	void readsAnAnswer() throws Exception {
		SpanData span = ask((model) -> model.ask("When?"));
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("aws.bedrock");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_use");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(100);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.", "tooluse_1", "book",
				"\"hour\"");
	}

	@Test
	void readsAStream() throws Exception {
		SpanData span = ask((model) -> model.stream().collectList().block());
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("end_turn");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(20);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
	}

	private static <T> T attribute(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

	interface Work {

		Object with(BedrockModel model);

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BedrockReaders.class)
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
		BedrockModel bedrockModel(BedrockRuntimeClient client) {
			return new BedrockModel(client, Flux.just(
					ConverseStreamOutput.contentBlockDeltaBuilder().delta((delta) -> delta.text("At ")).build(),
					ConverseStreamOutput.contentBlockDeltaBuilder().delta((delta) -> delta.text("nine.")).build(),
					ConverseStreamOutput.messageStopBuilder().stopReason("end_turn").build(),
					ConverseStreamOutput.metadataBuilder()
						.usage((usage) -> usage.inputTokens(20).outputTokens(3).totalTokens(23))
						.build()));
		}

	}

}

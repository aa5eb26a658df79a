package io.voicetelemetry.integration.anthropic;

import java.util.Iterator;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the official client got over HTTP is on the spans of annotated methods that do
 * nothing but return it.
 */
class AnthropicReadersTests {

	private static final String ANSWER = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[{\"type\":\"text\",\"text\":\"At nine.\"},{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"book\",\"input\":{\"hour\":9}}],\"stop_reason\":\"tool_use\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":20,\"cache_read_input_tokens\":100,\"cache_creation_input_tokens\":5,\"output_tokens\":30}}";

	private static final String[] EVENTS = { event("message_start",
			"\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":20,\"cache_read_input_tokens\":100,\"cache_creation_input_tokens\":5,\"output_tokens\":1}}"),
			event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
			event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"At \"}"),
			event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"nine.\"}"),
			event("content_block_stop", "\"index\":0"),
			event("content_block_start",
					"\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"book\",\"input\":{}}"),
			event("content_block_delta",
					"\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"hour\\\":\"}"),
			event("content_block_delta",
					"\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"9}\"}"),
			event("content_block_stop", "\"index\":1"),
			event("message_delta",
					"\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":30}"),
			"{\"type\":\"message_stop\"}\nevent: message_stop" };

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = applications().with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications off = applications().with("voice.telemetry.anthropic.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = applications().with("voice.telemetry.enabled=false");

	private static SurroundedApplications applications() {
		return SurroundedApplications.of(Agent.class).with("endpoint=" + endpoint.baseUrl().replace("/v1", ""));
	}

	private static String event(String type, String fields) {
		return "{\"type\":\"" + type + "\"," + fields + "}\nevent: " + type;
	}

	private static SpanData ask(Surrounding surrounding, Work work) throws Exception {
		return ask(capturing.in(surrounding), work);
	}

	private static SpanData ask(SurroundedApplication application, Work work) throws Exception {
		application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(Models.class))));
		assertThat(application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		return application.only("llm_request");
	}

	private static void assertAnswer(SpanData span) {
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("msg_1");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("claude-haiku-4-5-20251001");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("anthropic");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_use");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("cached ones included").isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(100);
		assertThat(attribute(span, TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS)).isEqualTo(5);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.", "toolu_1", "book",
				"{\"hour\":9}");
	}

	@ParameterizedTest
	@EnumSource
	void readsAMessage(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		assertAnswer(ask(surrounding, Models::chat));
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamedMessage(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS));
		SpanData span = ask(surrounding, (models) -> {
			try (StreamResponse<RawMessageStreamEvent> stream = models.stream()) {
				return stream.stream().count();
			}
		});
		assertAnswer(span);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAMessageThatIsCutOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS));
		SpanData span = ask(surrounding, (models) -> {
			try (StreamResponse<RawMessageStreamEvent> stream = models.stream()) {
				Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
				events.next();
				events.next();
				return events.next();
			}
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ").doesNotContain("nine");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void thoughtIsTheFirstToken(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(EVENTS[0],
				event("content_block_start",
						"\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
				event("content_block_delta",
						"\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Well.\"}"),
				event("content_block_stop", "\"index\":0")));
		SpanData span = ask(surrounding, (models) -> {
			try (StreamResponse<RawMessageStreamEvent> stream = models.stream()) {
				return stream.stream().count();
			}
		});
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void canBeSwitchedOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER));
		SpanData span = ask(off.in(surrounding), (models) -> {
			Message answer = models.chat();
			assertThat(answer.id()).isEqualTo("msg_1");
			return answer;
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsThereWhereAllIsSwitchedOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(ANSWER), EndpointAnswer.events(EVENTS));
		SurroundedApplication application = allOff.in(surrounding);
		application.run((context) -> {
			Models models = context.getBean(Models.class);
			assertThat(models.getClass()).isEqualTo(Models.class);
			assertThat(context.getBean(AnthropicClient.class).getClass().getName()).startsWith("com.anthropic.");
			assertThat(models.chat().id()).isEqualTo("msg_1");
			try (StreamResponse<RawMessageStreamEvent> stream = models.stream()) {
				assertThat(stream.stream().count()).isPositive();
			}
			assertThat(VoiceMeters.of(context)).isEmpty();
		});
		assertThat(application.spans()).isEmpty();
	}

	interface Work {

		Object with(Models models);

	}

	static class Models {

		private static final MessageCreateParams REQUEST = MessageCreateParams.builder()
			.model("claude-haiku-4-5")
			.maxTokens(100)
			.addUserMessage("When?")
			.build();

		private final AnthropicClient client;

		Models(AnthropicClient client) {
			this.client = client;
		}

		@TracedLlmCall
		Message chat() {
			return this.client.messages().create(REQUEST);
		}

		@TracedLlmCall
		StreamResponse<RawMessageStreamEvent> stream() {
			return this.client.messages().createStreaming(REQUEST);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean(destroyMethod = "close")
		AnthropicClient anthropicClient(Environment environment) {
			return AnthropicOkHttpClient.builder()
				.baseUrl(environment.getRequiredProperty("endpoint"))
				.apiKey("none")
				.maxRetries(0)
				.build();
		}

		@Bean
		Models models(AnthropicClient client) {
			return new Models(client);
		}

	}

}

package io.voicetelemetry.integration.json;

import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's own clients got from an OpenAI-compatible endpoint is on the spans of
 * annotated methods that return its JSON.
 */
@ParameterizedClass
@EnumSource
class JsonReadersTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications applications = SurroundedApplications.of(Agent.class)
		.with("endpoint=" + endpoint.baseUrl(), "voice.telemetry.content.capture=full");

	private final SurroundedApplication application;

	JsonReadersTests(Surrounding surrounding) {
		this.application = applications.in(surrounding);
	}

	@AfterAll
	static void stop() {
		endpoint.close();
	}

	private SpanData ask(Work work, String stage) throws Exception {
		int before = this.application.stage(stage).size();
		this.application.run((context) -> context.getBean(VoiceTelemetry.class)
			.session()
			.start()
			.call(() -> work.with(context.getBean(Models.class))));
		assertThat(this.application.bean(VoiceTelemetry.class).refusals()).isEmpty();
		assertThat(this.application.stage(stage)).hasSize(before + 1);
		return this.application.stage(stage).get(before);
	}

	private static void answerWithATool() {
		endpoint.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "book", "{\"hour\":9}"))
			.usage(new EndpointAnswer.Tokens(120, 30, 64, 8, false)));
	}

	private static void assertTool(SpanData span) {
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo(EndpointAnswer.MODEL);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo(EndpointAnswer.ID);
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).as("nobody knows whose it is").isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_calls");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(64);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(8);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("call_1", "book", "\"hour\":9");
	}

	@Test
	void readsANodeOfJackson() throws Exception {
		answerWithATool();
		assertTool(ask(Models::node, "llm_request"));
	}

	@Test
	void readsANodeOfJackson2() throws Exception {
		answerWithATool();
		assertTool(ask(Models::oldNode, "llm_request"));
	}

	@Test
	void readsAMap() throws Exception {
		answerWithATool();
		assertTool(ask(Models::map, "llm_request"));
	}

	@Test
	void readsAStream() throws Exception {
		answerWithATool();
		SpanData span = ask((models) -> models.stream().collectList().block(), "llm_request");
		assertTool(span);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@Test
	void readsTheTextOfAStream() throws Exception {
		endpoint.answer(EndpointAnswer.text("At ", "nine.").usage(12, 3));
		SpanData span = ask((models) -> models.stream().collectList().block(), "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
	}

	@Test
	void readsAResponse() throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"gpt-4o\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"At nine.\"}]},{\"type\":\"function_call\",\"call_id\":\"call_7\",\"name\":\"book\",\"arguments\":\"{\\\"hour\\\":9}\"}],\"usage\":{\"input_tokens\":36,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":87,\"output_tokens_details\":{\"reasoning_tokens\":11}}}"));
		SpanData span = ask(Models::node, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.", "call_7");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(36);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(11);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("completed");
	}

	@Test
	void readsATranscription() throws Exception {
		endpoint.answer(EndpointAnswer.json("{\"text\":\"A slot?\",\"duration\":2.5,\"language\":\"english\"}"));
		SpanData span = ask(Models::listen, "stt_request");
		assertThat(attribute(span, TelemetryAttributes.TRANSCRIPT)).isEqualTo("A slot?");
		assertThat(attribute(span, TelemetryAttributes.STT_AUDIO_DURATION)).isEqualTo(2.5);
	}

	@Test
	void leavesOtherJsonAlone() throws Exception {
		endpoint.answer(EndpointAnswer.json("{\"id\":\"x-1\",\"model\":\"car\",\"choices\":3}"));
		SpanData span = ask(Models::node, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
		endpoint.answer(EndpointAnswer.json("[1,2]"));
		assertThat(attribute(ask(Models::node, "llm_request"), TelemetryAttributes.RESPONSE_ID)).isNull();
	}

	@Test
	void takesTheJsonOfAToolForItsResult() throws Exception {
		SpanData span = ask(Models::use, "function_tool");
		assertThat(attribute(span, TelemetryAttributes.TOOL_CALL_RESULT)).contains("Tuesday");
	}

	interface Work {

		Object with(Models models) throws Exception;

	}

	static class Models {

		private static final String REQUEST = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"When?\"}]}";

		private final RestClient client;

		private final WebClient streaming;

		Models(RestClient client, WebClient streaming) {
			this.client = client;
			this.streaming = streaming;
		}

		private RestClient.ResponseSpec post() {
			return this.client.post()
				.uri("/chat/completions")
				.contentType(MediaType.APPLICATION_JSON)
				.body(REQUEST)
				.retrieve();
		}

		@TracedLlmCall
		JsonNode node() {
			return post().body(JsonNode.class);
		}

		@TracedLlmCall
		com.fasterxml.jackson.databind.JsonNode oldNode() throws Exception {
			return new com.fasterxml.jackson.databind.ObjectMapper().readTree(post().body(String.class));
		}

		@TracedLlmCall
		Map<String, Object> map() {
			return post().body(new ParameterizedTypeReference<Map<String, Object>>() {
			});
		}

		@TracedLlmCall
		Flux<JsonNode> stream() {
			return this.streaming.post()
				.uri("/chat/completions")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(REQUEST.replace("{\"model\"",
						"{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\""))
				.retrieve()
				.bodyToFlux(String.class)
				.filter((data) -> !data.equals("[DONE]"))
				.map(JsonMapper.shared()::readTree);
		}

		@TracedStt
		JsonNode listen() {
			return this.client.get().uri("/audio/transcriptions").retrieve().body(JsonNode.class);
		}

		@TracedTool
		JsonNode use() {
			return JsonMapper.shared().readTree("{\"choices\":[\"Tuesday\"]}");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Agent {

		@Bean
		Models models(Environment environment) {
			String url = environment.getRequiredProperty("endpoint");
			return new Models(RestClient.create(url), WebClient.create(url));
		}

	}

}

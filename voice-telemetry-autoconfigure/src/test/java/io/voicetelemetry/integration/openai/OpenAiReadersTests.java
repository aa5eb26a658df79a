package io.voicetelemetry.integration.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.voicetelemetry.SpanAttributes.attribute;
import static io.voicetelemetry.integration.openai.OpenAiAgent.ask;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the official client got over HTTP is on the spans of annotated methods that do
 * nothing but return it.
 */
class OpenAiReadersTests {

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = OpenAiAgent.applications(endpoint)
		.with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications plain = OpenAiAgent.applications(endpoint);

	@RegisterExtension
	private static final SurroundedApplications off = OpenAiAgent.applications(endpoint)
		.with("voice.telemetry.openai.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = OpenAiAgent.applications(endpoint)
		.with("voice.telemetry.enabled=false");

	@ParameterizedTest
	@EnumSource
	void readsAChatCompletion(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have ", "a slot on Tuesday.")
			.usage(new EndpointAnswer.Tokens(120, 30, 64, 8, false)));
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::chat, "llm_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_calls");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("call_1", "find_free_slots",
				"\"day\":\"Tuesday\"");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("what was not told").isNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatWasSaidToItselfUnlessAsked(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("We have a slot on Tuesday.").usage(12, 8));
		SpanData span = ask(plain.in(surrounding), OpenAiModels::chat, "llm_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::chat, "llm_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::chat, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
		assertThat(span.getAttributes().asMap().toString()).contains("voice.tokens.input_audio=20",
				"voice.tokens.output_audio=31");
	}

	@ParameterizedTest
	@EnumSource
	void readsAResponse(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(
				"{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1750000000,\"status\":\"completed\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"At nine.\",\"annotations\":[]}]},{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_7\",\"name\":\"book\",\"arguments\":\"{\\\"hour\\\":9}\",\"status\":\"completed\"}],\"usage\":{\"input_tokens\":36,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":87,\"output_tokens_details\":{\"reasoning_tokens\":11},\"total_tokens\":123}}"));
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::respond, "llm_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::respond, "llm_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::respond, "llm_request");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("max_output_tokens");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("some-model");
	}

	@ParameterizedTest
	@EnumSource
	void readsEmbeddings(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.embedding(5, 0.25f, 0.5f));
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::embed, "operation");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::listen, "stt_request");
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
		SpanData span = ask(capturing.in(surrounding), OpenAiModels::listenClosely, "stt_request");
		assertThat(attribute(span, TelemetryAttributes.TRANSCRIPT)).isEqualTo("Do you have a slot?");
		assertThat(attribute(span, TelemetryAttributes.STT_AUDIO_DURATION)).isEqualTo(2.5);
		assertThat(attribute(span, TelemetryAttributes.STT_LANGUAGE)).isEqualTo("english");
	}

	@ParameterizedTest
	@EnumSource
	void canBeSwitchedOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.text("At nine.").usage(12, 8));
		SpanData span = ask(off.in(surrounding), OpenAiModels::chat, "llm_request");
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
			OpenAiModels models = context.getBean(OpenAiModels.class);
			assertThat(models.getClass()).isEqualTo(OpenAiModels.class);
			assertThat(context.getBean(OpenAIClient.class).getClass().getName()).startsWith("com.openai.");
			assertThat(models.chat().choices().get(0).message().content()).contains("At nine.");
			try (StreamResponse<ChatCompletionChunk> stream = models.stream()) {
				assertThat(stream.stream().count()).isPositive();
			}
			assertThat(VoiceMeters.of(context)).isEmpty();
		});
		assertThat(application.spans()).isEmpty();
	}

}

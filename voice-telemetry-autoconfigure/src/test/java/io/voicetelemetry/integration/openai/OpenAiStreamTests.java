package io.voicetelemetry.integration.openai;

import java.time.Duration;
import java.util.Iterator;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.EndpointRequest;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the readers make of streams that the official client got over HTTP.
 */
class OpenAiStreamTests {

	private final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	private final OpenAIClient client = OpenAIOkHttpClient.builder()
		.baseUrl(this.endpoint.baseUrl())
		.apiKey("none")
		.maxRetries(0)
		.build();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(
				SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
		.build();

	private ClosableVoiceTelemetry telemetry = telemetry(ContentCapture.FULL);

	private ClosableVoiceTelemetry telemetry(ContentCapture capture) {
		return VoiceTelemetry.builder(this.openTelemetry).content(ContentPolicy.of(capture, 10_000)).build();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.endpoint.close();
		this.telemetry.close();
		this.openTelemetry.close();
	}

	/**
	 * Reads a stream, or so many of its pieces.
	 */
	private <C> SpanData read(StreamResponse<C> stream, ChunkReader<C> reader, Stage stage, int pieces) {
		VoiceSpan span = this.telemetry.start(stage, null);
		ChunkReader.Reading<C> reading = reader.begin(span);
		try (stream) {
			Iterator<C> chunks = stream.stream().iterator();
			for (int i = 0; i < pieces && chunks.hasNext(); i++) {
				reading.chunk(chunks.next());
			}
		}
		reading.end();
		if (span.isOpen()) {
			span.end();
		}
		assertThat(this.telemetry.refusals()).isEmpty();
		return this.exporter.getFinishedSpanItems().get(0);
	}

	private SpanData chat(int pieces) {
		return read(this.client.chat()
			.completions()
			.createStreaming(ChatCompletionCreateParams.builder()
				.model("gpt-4o-mini")
				.addUserMessage("A slot?")
				.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
				.build()), OpenAiReaders.chatCompletionChunk(), Stage.LLM_REQUEST, pieces);
	}

	@Test
	void putsTheTextTogether() {
		this.endpoint.answer(EndpointAnswer.text("We have ", "a slot ", "on Tuesday.")
			.usage(new EndpointAnswer.Tokens(120, 30, 64, 8, false)));
		SpanData span = chat(Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("We have a slot on Tuesday.",
				"\"stop\"");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo(EndpointAnswer.MODEL);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo(EndpointAnswer.ID);
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("openai");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("stop");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(30);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(64);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(8);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(3);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@Test
	void putsToolCallsTogetherAndTakesThemForTheFirstToken() {
		this.endpoint
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "find_free_slots", "{\"day\":\"Tuesday\"}"),
					EndpointAnswer.tool("call_2", "find_clinic", "{\"city\":\"Bath\"}")));
		SpanData span = chat(Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("call_1", "find_free_slots",
				"\"day\":\"Tuesday\"", "call_2", "find_clinic", "\"city\":\"Bath\"");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("tool_calls");
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
	}

	@Test
	void keepsWhatWasSaidToItselfUnlessAsked() {
		this.telemetry = telemetry(ContentCapture.NONE);
		this.endpoint
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "find_free_slots", "{\"day\":\"Tuesday\"}")));
		assertThat(chat(Integer.MAX_VALUE).toString()).doesNotContain("Tuesday").contains("tool_calls");
	}

	// The agent throws where a field is missing.
	@Test
	@NotUnderJavaagent
	void keepsTheUsageOfEachChunkOfAnAnswerThatIsCutOff() {
		this.endpoint.answer(EndpointAnswer.text("One ", "two ", "three ", "four")
			.usage(new EndpointAnswer.Tokens(120, 3, 0, 0, true))
			.endless());
		SpanData span = chat(2);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("One two ").doesNotContain("three");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(120);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo(EndpointAnswer.MODEL);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@Test
	void timesTheFirstTokenAndNotTheFirstChunk() {
		this.endpoint.answer(EndpointAnswer.text("", "At nine.").between(Duration.ofMillis(300)));
		VoiceSpan span = this.telemetry.start(Stage.LLM_REQUEST, null);
		ChunkReader.Reading<ChatCompletionChunk> reading = OpenAiReaders.chatCompletionChunk().begin(span);
		try (StreamResponse<ChatCompletionChunk> stream = this.client.chat()
			.completions()
			.createStreaming(
					ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("When?").build())) {
			stream.stream().forEach(reading::chunk);
		}
		reading.end();
		span.end();
		EndpointRequest request = this.endpoint.request(0);
		assertThat(attribute(this.exporter.getFinishedSpanItems().get(0), TelemetryAttributes.TIME_TO_FIRST_CHUNK))
			.isGreaterThanOrEqualTo((request.sentAt().get(1) - request.receivedAt()) / 1e9);
	}

	@Test
	void readsAStreamedResponse() {
		this.endpoint.answer(EndpointAnswer.events(
				"{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[]}}",
				"{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"At \",\"logprobs\":[]}",
				"{\"type\":\"response.output_text.delta\",\"sequence_number\":2,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"nine.\",\"logprobs\":[]}",
				"{\"type\":\"response.completed\",\"sequence_number\":3,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[{\"type\":\"message\",\"id\":\"m\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"At nine.\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":36,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":4,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":40}}}"));
		SpanData span = respond(Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At nine.");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(36);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(4);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("completed");
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
	}

	@Test
	void knowsWhoAnsweredAStreamedResponseThatWasCutOff() {
		this.endpoint.answer(EndpointAnswer.events(
				"{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[]}}",
				"{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"At \",\"logprobs\":[]}",
				"{\"type\":\"response.output_text.delta\",\"sequence_number\":2,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"nine.\",\"logprobs\":[]}"));
		SpanData span = respond(2);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("resp_1");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gpt-4o-2024-08-06");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ").doesNotContain("nine");
	}

	@Test
	void streamedResponseThatFailedIsAFailure() {
		this.endpoint.answer(EndpointAnswer.events(
				"{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[]}}",
				"{\"type\":\"response.failed\",\"sequence_number\":1,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slowly.\"},\"model\":\"gpt-4o-2024-08-06\",\"output\":[]}}"));
		SpanData span = respond(Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.ERROR_TYPE)).isEqualTo("rate_limit_exceeded");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("resp_1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "\"invalid_prompt\";invalid_prompt", "null;_OTHER", "\"Do tell!\";_OTHER" })
	void errorInAStreamOfAResponseIsAFailure(String code, String type) {
		this.endpoint.answer(EndpointAnswer.events(
				"{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[]}}",
				"{\"type\":\"error\",\"sequence_number\":1,\"code\":" + code + ",\"message\":\"No.\",\"param\":null}"));
		SpanData span = respond(Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.ERROR_TYPE)).isEqualTo(type);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gpt-4o-2024-08-06");
	}

	private SpanData respond(int pieces) {
		StreamResponse<ResponseStreamEvent> stream = this.client.responses()
			.createStreaming(ResponseCreateParams.builder().model("gpt-4o").input("When?").build());
		return read(stream, OpenAiReaders.responseEvent(), Stage.LLM_REQUEST, pieces);
	}

	@Test
	void readsAStreamedTranscription() {
		this.endpoint.answer(EndpointAnswer.events(
				"{\"type\":\"transcript.text.delta\",\"delta\":\"Do you \",\"logprobs\":[]}",
				"{\"type\":\"transcript.text.done\",\"text\":\"Do you have a slot?\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":45,\"total_tokens\":59}}"));
		StreamResponse<TranscriptionStreamEvent> stream = this.client.audio()
			.transcriptions()
			.createStreaming(TranscriptionCreateParams.builder()
				.file(new byte[] { 1, 2, 3, 4 })
				.model("gpt-4o-transcribe")
				.putAdditionalBodyProperty("test", JsonValue.from(true))
				.build());
		SpanData span = read(stream, OpenAiReaders.transcriptionEvent(), Stage.STT_REQUEST, Integer.MAX_VALUE);
		assertThat(attribute(span, TelemetryAttributes.TRANSCRIPT)).isEqualTo("Do you have a slot?");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(45);
	}

}

package io.voicetelemetry.integration.openai;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.EndpointRequest;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.voicetelemetry.SpanAttributes.attribute;
import static io.voicetelemetry.integration.openai.OpenAiAgent.ask;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the official client streams over HTTP is on the spans of annotated methods that do
 * nothing but return the stream.
 */
class OpenAiStreamReadersTests {

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = OpenAiAgent.applications(endpoint)
		.with("voice.telemetry.content.capture=full");

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
		SpanData span = ask(capturing.in(surrounding), (models) -> {
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
		SpanData span = ask(capturing.in(surrounding), (models) -> {
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
		SpanData span = ask(capturing.in(surrounding), (models) -> {
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

}

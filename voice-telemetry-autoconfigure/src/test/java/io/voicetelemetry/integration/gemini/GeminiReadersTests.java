package io.voicetelemetry.integration.gemini;

import java.util.List;
import java.util.concurrent.TimeUnit;

import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.GenerateContentResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import io.voicetelemetry.session.TelemetryAttributes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.voicetelemetry.SpanAttributes.attribute;
import static io.voicetelemetry.integration.gemini.GeminiAgent.ask;
import static io.voicetelemetry.integration.gemini.GeminiAnswer.assertAnswer;
import static io.voicetelemetry.integration.gemini.GeminiAnswer.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What Google's Gen AI client got over HTTP is on the spans of annotated methods that do
 * nothing but return it.
 */
class GeminiReadersTests {

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = GeminiAgent.applications(endpoint)
		.with("voice.telemetry.content.capture=full");

	@RegisterExtension
	private static final SurroundedApplications notCapturing = GeminiAgent.applications(endpoint)
		.with("voice.telemetry.content.capture=none");

	@RegisterExtension
	private static final SurroundedApplications off = GeminiAgent.applications(endpoint)
		.with("voice.telemetry.gemini.enabled=false");

	@RegisterExtension
	private static final SurroundedApplications allOff = GeminiAgent.applications(endpoint)
		.with("voice.telemetry.enabled=false");

	@ParameterizedTest
	@EnumSource
	void readsAnAnswer(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE));
		assertAnswer(ask(capturing.in(surrounding), GeminiModels::chat));
	}

	@ParameterizedTest
	@EnumSource
	void readsAnAnswerThatComesLater(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE));
		assertAnswer(ask(capturing.in(surrounding), (models) -> {
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
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE), EndpointAnswer.events(GeminiAnswer.EVENTS));
		assertThat(attribute(ask(capturing.in(surrounding), GeminiModels::vertex), TelemetryAttributes.PROVIDER_NAME))
			.isEqualTo("gcp.vertex_ai");
		assertThat(attribute(ask(capturing.in(surrounding), (models) -> texts(models.vertexStream())),
				TelemetryAttributes.PROVIDER_NAME))
			.isEqualTo("gcp.vertex_ai");
	}

	@ParameterizedTest
	@EnumSource
	void passesOnWhatGeminiRefuses(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.error(400, "No such model"), EndpointAnswer.error(403, "Not yours"));
		SpanData answer = ask(capturing.in(surrounding), (models) -> {
			assertThatThrownBy(models::chat).isInstanceOf(ApiException.class);
			return "refused";
		});
		SpanData streamed = ask(capturing.in(surrounding), (models) -> {
			assertThatThrownBy(models::stream).isInstanceOf(ApiException.class);
			return "refused";
		});
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
			assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		});
	}

	@Test
	void recordsNoContentUnlessAsked() throws Exception {
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE), EndpointAnswer.events(GeminiAnswer.EVENTS));
		SurroundedApplication silent = notCapturing.in(Surrounding.PLAIN);
		SpanData answer = ask(silent, GeminiModels::chat);
		SpanData streamed = ask(silent, (models) -> texts(models.stream()));
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(span.toString()).doesNotContain("At nine", "Well.", "call_1", "hour");
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(37);
		});
	}

	@Test
	void canBeSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE), EndpointAnswer.events(GeminiAnswer.EVENTS));
		SurroundedApplication application = off.in(Surrounding.PLAIN);
		SpanData answer = ask(application, GeminiModels::chat);
		SpanData streamed = ask(application, (models) -> texts(models.stream()));
		assertThat(List.of(answer, streamed)).allSatisfy((span) -> {
			assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
			assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isNull();
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		});
	}

	@Test
	void nothingIsThereWhereAllIsSwitchedOff() throws Exception {
		endpoint.answer(EndpointAnswer.json(GeminiAnswer.WHOLE), EndpointAnswer.events(GeminiAnswer.EVENTS));
		SurroundedApplication application = allOff.in(Surrounding.PLAIN);
		application.run((context) -> {
			GeminiModels models = context.getBean(GeminiModels.class);
			assertThat(models.getClass()).isEqualTo(GeminiModels.class);
			assertThat(models.chat().responseId()).hasValue("response_1");
			try (ResponseStream<GenerateContentResponse> stream = models.stream()) {
				assertThat(stream.getClass()).isEqualTo(ResponseStream.class);
				assertThat(stream).hasSize(GeminiAnswer.EVENTS.length);
			}
			assertThat(VoiceMeters.of(context)).isEmpty();
		});
		assertThat(application.spans()).isEmpty();
	}

}

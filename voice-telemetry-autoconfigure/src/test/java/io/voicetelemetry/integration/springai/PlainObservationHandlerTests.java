package io.voicetelemetry.integration.springai;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring AI where nothing makes spans of observations.
 */
class PlainObservationHandlerTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
			.build())
		.build();

	private final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<String> stopped = new ArrayList<>();

	@BeforeEach
	void observe() {
		this.registry.observationConfig()
			.observationHandler(new VoiceSpringAi(() -> this.telemetry).observationHandler());
	}

	@AfterEach
	void stop() {
		this.telemetry.close();
		this.endpoint.close();
	}

	@Test
	void makesTheStagesOfAClientItsRequestsAndItsTools() {
		this.endpoint.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "slots", "{\"day\":\"Monday\"}")),
				EndpointAnswer.text("At ten"));
		Clinic.Tools tools = new Clinic.Tools();
		VoiceSession session = this.telemetry.session().id("call-1").start();
		session.run(() -> assertThat(answer(tools)).isEqualTo("At ten"));
		session.end();

		assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName)
			.containsExactly("llm_request", "function_tool", "llm_request", "llm_node", "agent_session");
		assertThat(tools.stages).extracting((stage) -> stage.stage().value()).containsExactly("function_tool");
	}

	@Test
	void makesNothingOutsideACall() {
		this.endpoint.answer(EndpointAnswer.text("At ten"));

		assertThat(answer(new Clinic.Tools())).isEqualTo("At ten");

		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		assertThat(this.telemetry.refusals()).isEmpty();
	}

	@Test
	void leavesObservationsOfOthersAlone() {
		VoiceSession session = this.telemetry.session().start();
		session.run(() -> Observation.createNotStarted("other", this.registry).observe(() -> this.stopped.add("it")));
		session.end();

		assertThat(this.stopped).containsExactly("it");
		assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("agent_session");
	}

	private String answer(Clinic.Tools tools) {
		return String.valueOf(Clinic.client(Clinic.model(this.endpoint, this.registry), this.registry, tools)
			.prompt("When?")
			.call()
			.content());
	}

}

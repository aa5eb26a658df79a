package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project of a Phoenix, with one call that is played in an application.
 */
final class PhoenixProject {

	private final Phoenix phoenix;

	private final String name = "clinic-" + UUID.randomUUID();

	/** Phoenix tells sessions apart by their ids alone, whatever their projects. */
	private final String sessionId = "call-" + UUID.randomUUID();

	PhoenixProject(Phoenix phoenix) {
		this.phoenix = phoenix;
	}

	String name() {
		return this.name;
	}

	String sessionId() {
		return this.sessionId;
	}

	/**
	 * Plays the call, and tells what was recorded when every backend has confirmed all of
	 * it.
	 * @param properties of the backend, and whole arguments
	 */
	List<SpanData> play(String... properties) {
		try (ConfigurableApplicationContext context = run(arguments(properties))) {
			BookingCall.play(context.getBean(VoiceTelemetry.class), this.sessionId);
			VoiceSpanProcessor processor = context.getBean(VoiceSpanProcessor.class);
			processor.flush(Duration.ofSeconds(30));
			List<SpanData> recorded = context.getBean(InMemorySpans.class).all();
			assertThat(recorded).hasSize(BookingCall.SPANS);
			assertThat(processor.counts()).allSatisfy((counts) -> {
				assertThat(counts.accepted()).isEqualTo(recorded.size());
				assertThat(counts.delivered()).isEqualTo(recorded.size());
			});
			return recorded;
		}
	}

	ConfigurableApplicationContext run(List<String> arguments) {
		return TestApplication.run(InMemorySpans.class, arguments.toArray(new String[0]));
	}

	/**
	 * Arguments for an application that sends its spans to this project.
	 * @param properties of the backend, and whole arguments, in place of what is usual
	 */
	List<String> arguments(String... properties) {
		Map<String, String> arguments = new LinkedHashMap<>();
		Stream
			.concat(Stream.of("--spring.application.name=clinic-line", "--management.tracing.sampling.probability=1",
					"--voice.telemetry.content.capture=full", "api-key=" + this.phoenix.key(), "project=" + this.name),
					Stream.of(properties))
			.map((each) -> each.startsWith("--") ? each : "--voice.telemetry.export.phoenix." + each)
			.forEach((each) -> arguments.put(each.substring(0, each.indexOf('=')), each));
		return List.copyOf(arguments.values());
	}

	/**
	 * What Phoenix shows of the spans, as soon as there are so many.
	 */
	List<PhoenixSpan> awaitSpans(int count) {
		return this.phoenix.awaitSpans(this.name, count);
	}

	/**
	 * What Phoenix shows of the call, of which nothing else may be here.
	 */
	JsonNode onlySession() throws Exception {
		List<JsonNode> sessions = this.phoenix.sessions(this.name);
		assertThat(sessions).hasSize(1);
		assertThat(sessions.get(0).get("sessionId").asString()).isEqualTo(this.sessionId);
		return sessions.get(0);
	}

}

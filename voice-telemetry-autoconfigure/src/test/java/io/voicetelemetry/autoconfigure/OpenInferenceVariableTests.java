package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives at backends that read OpenInference, and at another, when its environment
 * variables hide something.
 */
class OpenInferenceVariableTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> READERS = List.of("phoenix", "catalyst", "arize");

	@Test
	void showsAllWithoutThem() {
		assertThat(play().get("phoenix")).anySatisfy((span) -> assertThat(text(span)).contains(BookingCall.ANSWER))
			.anySatisfy((span) -> assertThat(text(span)).contains(BookingCall.PROMPT))
			.anySatisfy((span) -> assertThat(text(span)).contains("find_slots"));
	}

	@Test
	void hideInputsAndOutputs() {
		Map<String, List<ReceivedSpan>> received = play("OPENINFERENCE_HIDE_INPUTS", "OPENINFERENCE_HIDE_OUTPUTS");
		for (String reader : READERS) {
			assertThat(received.get(reader)).isNotEmpty().allSatisfy((span) -> {
				for (String said : List.of(BookingCall.QUESTION, BookingCall.ANSWER, "Tuesday", "09:00",
						"Then book it")) {
					assertThat(text(span)).as(reader).doesNotContain(said);
				}
			});
			assertThat(received.get(reader)).filteredOn((span) -> Stage.LLM_REQUEST.value().equals(span.stage()))
				.isNotEmpty()
				.allSatisfy((span) -> assertThat(span.attributes()).containsEntry("input.value", "__REDACTED__")
					.containsEntry("openinference.span.kind", "LLM")
					.containsKey("llm.token_count.prompt"));
		}
		// They are for OpenInference alone.
		assertThat(received.get("otlp")).anySatisfy((span) -> assertThat(text(span)).contains(BookingCall.ANSWER));
	}

	@Test
	void hideInputsAlone() {
		assertThat(play("OPENINFERENCE_HIDE_INPUTS").get("phoenix"))
			.anySatisfy((span) -> assertThat(text(span)).contains(BookingCall.ANSWER))
			.allSatisfy((span) -> assertThat(text(span)).doesNotContain(BookingCall.PROMPT, BookingCall.ARGUMENTS));
	}

	private static String text(ReceivedSpan span) {
		return span.attributes().toString();
	}

	/**
	 * Plays a call while some variables are {@code true}.
	 */
	private static Map<String, List<ReceivedSpan>> play(String... variables) {
		try (OtlpReceiver phoenix = OtlpReceiver.start();
				OtlpReceiver catalyst = OtlpReceiver.start();
				OtlpReceiver arize = OtlpReceiver.start();
				OtlpReceiver otlp = OtlpReceiver.start()) {
			List<String> arguments = new ArrayList<>(
					List.of("--voice.telemetry.content.capture=full", "--voice.telemetry.export.shutdown-timeout=30s",
							"--voice.telemetry.export.phoenix.endpoint=" + phoenix.endpoint(),
							"--voice.telemetry.export.catalyst.endpoint=" + catalyst.endpoint(),
							"--voice.telemetry.export.catalyst.token=t",
							"--voice.telemetry.export.arize.endpoint=" + arize.endpoint(),
							"--voice.telemetry.export.arize.space-id=s", "--voice.telemetry.export.arize.api-key=k",
							"--voice.telemetry.export.arize.project=clinic",
							"--voice.telemetry.export.otlp.endpoint=" + otlp.endpoint()));
			StandardEnvironment environment = new StandardEnvironment();
			environment.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Stream.of(variables).collect(Collectors.toMap((name) -> name, (name) -> "true"))));
			SpringApplication application = TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class);
			application.setEnvironment(environment);
			try (ConfigurableApplicationContext context = application.run(arguments.toArray(new String[0]))) {
				BookingCall.play(context.getBean(VoiceTelemetry.class), "call-1");
				assertThat(context.getBean(VoiceSpanProcessor.class).flush(PATIENCE)).isNotNull();
			}
			return Map.of("phoenix", phoenix.spans(), "catalyst", catalyst.spans(), "arize", arize.spans(), "otlp",
					otlp.spans());
		}
	}

}

package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The variable by which instrumentations of the GenAI conventions are told whether to
 * record what was said.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContentVariableTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String QUESTION = "Do you have Monday?";

	private static Map<String, String> properties(Map<String, Object> environment) {
		StandardEnvironment standard = new StandardEnvironment();
		standard.getPropertySources().addFirst(new MapPropertySource("test", environment));
		return ContentVariable.properties(standard);
	}

	@ParameterizedTest
	@CsvSource({ "true, full", "TRUE, full", "' true ', full", "span_only, full", "SPAN_AND_EVENT, full", "false, none",
			"False, none", "NO_CONTENT, none", "event_only, none", "yes, none", "full, none", "1, none" })
	void standsForTheProperty(String value, String capture) {
		assertThat(properties(Map.of(ContentVariable.NAME, value)))
			.isEqualTo(Map.of("voice.telemetry.content.capture", capture));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void thatIsEmptyIsNotSet(String value) {
		assertThat(properties(Map.of(ContentVariable.NAME, value))).isEmpty();
		assertThat(properties(Map.of())).isEmpty();
	}

	/**
	 * The attributes that arrive of a call whose prompt is the question.
	 */
	private static Map<String, Object> arriving(String... arguments) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			List<String> all = new ArrayList<>(List.of(arguments));
			all.add("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint());
			try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
					all.toArray(new String[0]))) {
				VoiceSession session = context.getBean(VoiceTelemetry.class).session().start();
				LlmCall call = session.startLlmCall();
				call.prompt(QUESTION).end();
				session.end();
				List<ReceivedSpan> spans = receiver.awaitSpans(2, PATIENCE);
				return spans.stream()
					.filter((span) -> span.name().equals("llm_request"))
					.findFirst()
					.orElseThrow()
					.attributes();
			}
		}
	}

	@Test
	void hasWhatWasSaidSent(CapturedOutput output) {
		assertThat(arriving("--" + ContentVariable.NAME + "=Span_And_Event")).containsEntry("gen_ai.input.messages",
				"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + QUESTION + "\"}]}]");
		assertThat(output).contains("content is recorded").doesNotContain(ContentVariable.NAME);
	}

	@Test
	void thatIsNotKnownHasNothingSentAndIsWarnedOf(CapturedOutput output) {
		assertThat(arriving("--" + ContentVariable.NAME + "=yes please")).doesNotContainKey("gen_ai.input.messages");
		assertThat(output).contains("The value of " + ContentVariable.NAME).doesNotContain("yes please");
	}

	@Test
	void losesAgainstTheProperty(CapturedOutput output) {
		assertThat(arriving("--" + ContentVariable.NAME + "=true", "--voice.telemetry.content.capture=none"))
			.doesNotContainKey("gen_ai.input.messages");
		assertThat(arriving("--" + ContentVariable.NAME + "=maybe", "--voice.telemetry.content.capture=full"))
			.containsKey("gen_ai.input.messages");
		assertThat(output).doesNotContain(ContentVariable.NAME);
	}

}

package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole call by annotations alone, from the method to a receiver of OTLP.
 */
class AnnotatedCallTests {

	/** What every span carries. */
	private static final Map<String, Object> SHARED = Map.of("session.id", "call-1", "gen_ai.conversation.id", "call-1",
			"user.id", "caller-7", "tenant.id", "clinic", "voice.room_name", "reception", "deployment.environment.name",
			"test");

	/** What differs from run to run. */
	private static final Set<String> VARYING = Set.of("voice.speech_id", "voice.generation_id",
			"voice.parent_generation_id", "voice.e2e_latency", "voice.end_of_utterance_delay",
			"voice.transcription_delay", "gen_ai.response.time_to_first_chunk");

	@Test
	void arrivesAsTheExpectedTree() throws IOException {
		List<ReceivedSpan> spans = call();
		assertThat(spans).allSatisfy((span) -> assertThat(span.attributes()).containsAllEntriesOf(SHARED));
		assertTree(spans, "annotated-call.txt");
	}

	@Test
	void recordsWhatWasSaidWhenAllowed() throws IOException {
		List<ReceivedSpan> spans = call("--voice.telemetry.content.capture=full");
		assertTree(spans, "annotated-call-with-content.txt");
	}

	private static void assertTree(List<ReceivedSpan> spans, String expected) throws IOException {
		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
		assertThat(VoiceTraceTree.render(spans, (key) -> !SHARED.containsKey(key) && !VARYING.contains(key))).isEqualTo(
				new ClassPathResource(expected, AnnotatedCallTests.class).getContentAsString(StandardCharsets.UTF_8));
	}

	private static List<ReceivedSpan> call(String... arguments) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			List<String> all = new ArrayList<>(List.of(arguments));
			all.add("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint());
			all.add("--voice.telemetry.attributes.deployment.environment.name=test");
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(all.toArray(new String[0]))) {
				context.getBean(ClinicAgent.PhoneLine.class).take("call-1", "caller-7");
				return receiver.awaitSpans(15, Duration.ofSeconds(10));
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ClinicAgent.class)
	static class Application {

	}

}

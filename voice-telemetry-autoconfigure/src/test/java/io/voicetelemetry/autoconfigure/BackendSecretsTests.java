package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The credentials of all backends are sent, and shown to nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackendSecretsTests {

	private static final String SECRET = "s3cr3t-Pa55word";

	// @formatter:off
	private static final List<String> CREDENTIALS = List.of("langfuse.public-key", "langfuse.secret-key",
			"openobserve.password", "catalyst.token", "superlog.api-key", "phoenix.api-key", "arize.space-id",
			"arize.api-key", "langsmith.api-key", "opik.api-key", "braintrust.api-key", "otlp.headers.x-api-key");
	// @formatter:on

	@Test
	void areShownNowhere(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
						arguments(receiver))) {
			receiver.respondWith(401);
			context.getBean(VoiceTelemetry.class).session().start().end();
			Backends backends = context.getBean(Backends.class);
			assertThat(backends.on()).hasSize(10);
			assertThat(backends.toString() + context.getBean(VoiceTelemetryProperties.class)
					+ context.getBean(PresetProperties.class) + context.getBean(SpanExport.class).destinations())
				.contains("langfuse", "braintrust")
				.doesNotContain(SECRET);
			SanitizingFunction sanitizer = context.getBean(SanitizingFunction.class);
			for (String credential : CREDENTIALS) {
				for (String name : List.of("voice.telemetry.export." + credential, "any.other.name")) {
					Object shown = sanitizer.apply(new SanitizableData(null, name, value(credential))).getValue();
					assertThat(shown).as(credential).isEqualTo("******");
				}
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(output.toString()).contains("authentication is refused"));
		}
		assertThat(output).contains("DEBUG").doesNotContain(SECRET);
	}

	private static String[] arguments(OtlpReceiver receiver) {
		List<String> arguments = new ArrayList<>(List.of("--logging.level.io.voicetelemetry=trace",
				"--logging.level.org.springframework.boot=debug", "--voice.telemetry.export.schedule-delay=50ms",
				"--voice.telemetry.export.shutdown-timeout=100ms"));
		for (String property : List.of("openobserve.organization=o", "openobserve.username=me", "arize.project=p",
				"braintrust.project=p")) {
			arguments.add("--voice.telemetry.export." + property);
		}
		for (String backend : List.of("otlp", "langfuse", "openobserve", "catalyst", "superlog", "phoenix", "arize",
				"langsmith", "opik", "braintrust")) {
			arguments.add("--voice.telemetry.export." + backend + ".endpoint=" + receiver.endpoint());
		}
		CREDENTIALS
			.forEach((credential) -> arguments.add("--voice.telemetry.export." + credential + "=" + value(credential)));
		return arguments.toArray(new String[0]);
	}

	private static String value(String credential) {
		return SECRET + "-" + credential.replace('.', '-');
	}

}

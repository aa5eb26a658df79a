package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.ContentRedactor;
import io.voicetelemetry.content.UserIdPseudonyms;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is taken out of content, and what users are called, as the properties say.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedactionConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String KEY = "s3cr3t-0123456789abcdef";

	private static final String TEXT = "4111 1111 1111 1111, jane@example.com, member 70034512";

	private static String captured(Class<?> source, String... arguments) {
		try (ConfigurableApplicationContext context = TestApplication.run(source, arguments)) {
			return String.valueOf(context.getBean(ContentPolicy.class).capture(TEXT));
		}
	}

	@Test
	void looksForEverythingWhereContentIsCaptured() {
		assertThat(captured(TestApplication.Empty.class, "--voice.telemetry.content.capture=full"))
			.isEqualTo("[card], [email], member [digits]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			enabled=false        | 4111 1111 1111 1111, jane@example.com, member 70034512
			detectors=card,Email | [card], [email], member 70034512
			detectors=DIGITS     | [digits], jane@example.com, member [digits]
			""")
	void looksForWhatItIsToldTo(String property, String expected) {
		assertThat(captured(TestApplication.Empty.class, "--voice.telemetry.content.capture=full",
				"--voice.telemetry.content.redaction." + property))
			.isEqualTo(expected);
	}

	@Test
	void looksThroughWhatTheApplicationLeaves() {
		assertThat(captured(Members.class, "--voice.telemetry.content.capture=full"))
			.isEqualTo("[card], [email], [member] [card]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			content.redaction.detectors=     | voice.telemetry.content.redaction.detectors
			content.redaction.detectors=pan  | voice.telemetry.content.redaction.detectors
			content.redaction.enabled=perhaps | voice.telemetry.content.redaction.enabled
			user-id.hmac-key=                | voice.telemetry.user-id.hmac-key
			user-id.hmac-key=s3cr3t          | voice.telemetry.user-id.hmac-key
			user-id.hmac-key=${S3CR3T_OF_NOBODY} | voice.telemetry.user-id.hmac-key
			""")
	void doesNotStartWithWhatCannotWork(String property, String name, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> TestApplication.run(TestApplication.Empty.class, "--voice.telemetry." + property).close());
		assertThat(output.getAll()).containsIgnoringCase(name).contains("Action:").doesNotContain("s3cr3t");
	}

	@Test
	void callsUsersByPseudonymsWhereverTheyAreNamed(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
						"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(),
						"--voice.telemetry.user-id.hmac-key=" + KEY, "--voice.telemetry.attributes.user.id=jane-doe",
						"--voice.telemetry.export.console.enabled=true", "--logging.level.io.voicetelemetry=trace")) {
			VoiceSession session = context.getBean(VoiceTelemetry.class)
				.session()
				.id("call")
				.userId("jane-doe")
				.start();
			VoiceSpan operation = session.startOperation("a");
			try (Scope scope = operation.makeCurrent()) {
				context.getBean(OpenTelemetry.class)
					.getTracer("other")
					.spanBuilder("foreign")
					.startSpan()
					.setAttribute("user.id", "jane-doe")
					.setAttribute("enduser.id", "jane-doe")
					.end();
				Span.current().setAttribute("user.id", "jane-doe");
			}
			operation.end();
			session.end();
			List<ReceivedSpan> spans = receiver.awaitSpans(3, PATIENCE);
			assertThat(spans.toString()).doesNotContain("jane-doe");
			assertThat(spans).extracting((span) -> span.attributes().get("user.id"))
				.allSatisfy((userId) -> assertThat((String) userId).matches("hmac:[0-9a-f]{32}"))
				.containsOnly(spans.get(0).attributes().get("user.id"));
		}
		assertThat(output.getAll()).doesNotContain("jane-doe", KEY);
	}

	@Test
	void leavesThePseudonymsOfAPolicyOfTheApplicationAloneWithoutAKey() {
		ContentPolicy own = ContentPolicy.none().withPseudonyms(UserIdPseudonyms.withKey(KEY + "-own"));
		assertThat(new UserIdProperties(null).applyTo(own).userId("jane")).isEqualTo(own.userId("jane"))
			.startsWith(UserIdPseudonyms.PREFIX);
		assertThat(new UserIdProperties(KEY).applyTo(own).userId("jane"))
			.isEqualTo(UserIdPseudonyms.withKey(KEY).of("jane"));
	}

	@Test
	void keepsTheKeyToItself() {
		VoiceTelemetryProperties properties;
		try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
				"--voice.telemetry.user-id.hmac-key=" + KEY)) {
			properties = context.getBean(VoiceTelemetryProperties.class);
		}
		assertThat(properties.toString()).doesNotContain(KEY);
		for (String name : List.of("voice.telemetry.user-id.hmac-key", "VOICE_TELEMETRY_USER_ID_HMAC_KEY",
				"VOICE_TELEMETRY_USERID_HMACKEY", "voice.telemetry.userId.hmacKey")) {
			assertThat(Secrets.isSecret(name)).as(name).isTrue();
		}
		assertThat(Secrets.isSecret("voice.telemetry.attributes.user.id")).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	static class Members {

		@Bean
		ContentRedactor members() {
			// What it adds is looked through, too.
			return (text) -> text.replaceAll("member [0-9]{8}", "[member] 4111111111111111");
		}

	}

}

package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The call on the console, for who has no backend yet.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleExportTests {

	@Test
	void printsTheCallWhenAsked(CapturedOutput output) {
		call("--voice.telemetry.export.console.enabled=true");
		assertThat(output).contains("spans go to the console", "Call call-1", "agent_session");
	}

	@Test
	void printsNothingUnlessAsked(CapturedOutput output) {
		call();
		assertThat(output).doesNotContain("Call call-1");
	}

	private static void call(String... arguments) {
		try (ConfigurableApplicationContext context = TestApplication.run(Application.class, arguments)) {
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().end("hangup");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

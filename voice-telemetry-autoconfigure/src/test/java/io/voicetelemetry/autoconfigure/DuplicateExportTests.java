package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Boot's exporter beside ours: to another place both send, to the same place one does.
 */
@ExtendWith(OutputCaptureExtension.class)
class DuplicateExportTests {

	private static final String BOOT_ENDPOINT = "--management.opentelemetry.tracing.export.otlp.endpoint=";

	private static final String BOOT_IS_OFF = "Boot's OTLP exporter of spans is switched off";

	private static final String OURS_IS_OFF = "voice.telemetry.export.otlp is switched off";

	private OtlpReceiver receiver;

	private OtlpReceiver other;

	@BeforeEach
	void start() {
		this.receiver = OtlpReceiver.start();
		this.other = OtlpReceiver.start();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
		this.other.close();
	}

	@Test
	void bothSendToTheirPlaces(CapturedOutput output) {
		send(TestApplication.Empty.class, BOOT_ENDPOINT + this.other.endpoint());
		assertArrivedOnce(this.receiver);
		assertArrivedOnce(this.other);
		assertThat(output).doesNotContain("switched off");
	}

	@Test
	void bothSendToTheirPathsOfOneServer() {
		send(TestApplication.Empty.class, BOOT_ENDPOINT + this.receiver.endpoint().replace("/v1", "/other/v1"));
		// The spans of one exporter need not come in one request.
		assertThat(this.receiver.requests()).extracting(ReceivedRequest::path)
			.containsOnly("/v1/traces", "/other/v1/traces");
		assertThat(this.receiver.requests()).satisfies(
				(requests) -> assertThat(spansAt("/v1/traces", requests)).isEqualTo(2),
				(requests) -> assertThat(spansAt("/other/v1/traces", requests)).isEqualTo(2));
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("agent_session", "agent_session", "other", "other");
	}

	@Test
	void bootsIsSwitchedOffAtTheSamePlace(CapturedOutput output) {
		for (String same : List.of(this.receiver.endpoint(), this.receiver.endpoint() + "/",
				this.receiver.endpoint().replace("127.0.0.1", "localhost"),
				this.receiver.endpoint().replace("http", "HTTP"))) {
			this.receiver.clear();
			send(TestApplication.Empty.class, BOOT_ENDPOINT + same);
			assertArrivedOnce(this.receiver);
		}
		assertThat(output.toString().split(BOOT_IS_OFF, -1)).hasSize(4 + 1);
	}

	@Test
	void bootsIsLeftAloneWhenOursIsOff(CapturedOutput output) {
		for (String off : List.of("--voice.telemetry.enabled=false", "--voice.telemetry.export.otlp.enabled=false",
				"--management.tracing.export.voice-telemetry.enabled=false",
				"--spring.autoconfigure.exclude=" + VoiceTelemetryExportAutoConfiguration.class.getName())) {
			this.receiver.clear();
			send(TestApplication.Empty.class, BOOT_ENDPOINT + this.receiver.endpoint(), off);
			assertThat(this.receiver.spans()).as(off).extracting(ReceivedSpan::name).containsOnlyOnce("other");
		}
		assertThat(output).doesNotContain("switched off");
	}

	@Test
	void oursYieldsToConnectionDetailsOfTheSamePlace(CapturedOutput output) {
		send(Connection.class, "--test.endpoint=" + this.receiver.endpoint());
		assertArrivedOnce(this.receiver);
		assertThat(output).containsOnlyOnce(OURS_IS_OFF)
			.contains("nothing is sent to voice.telemetry.export.otlp: another exporter");
	}

	@Test
	void bothSendWithConnectionDetailsOfAnotherPlace(CapturedOutput output) {
		send(Connection.class, "--test.endpoint=" + this.other.endpoint());
		assertArrivedOnce(this.receiver);
		assertArrivedOnce(this.other);
		assertThat(output).doesNotContain("switched off");
	}

	@Test
	void oursYieldsToAnExporterOfTheApplication(CapturedOutput output) {
		send(OwnExporter.class, "--test.endpoint=" + this.receiver.endpoint());
		assertArrivedOnce(this.receiver);
		assertThat(output).containsOnlyOnce(OURS_IS_OFF);
	}

	@Test
	void noticesTheVariablesThatBootMaps() throws Exception {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Forked.class.getName(), this.receiver.endpoint()));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", this.receiver.endpoint().replace("/v1/traces", ""));
		Process process = builder.start();
		try {
			String output = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor()).as(output).isZero();
			assertThat(output).contains(BOOT_IS_OFF);
		}
		finally {
			process.destroyForcibly();
		}
		assertArrivedOnce(this.receiver);
	}

	private static int spansAt(String path, List<? extends ReceivedRequest> requests) {
		return requests.stream()
			.filter((request) -> request.path().equals(path))
			.mapToInt(ReceivedRequest::spanCount)
			.sum();
	}

	private static void assertArrivedOnce(OtlpReceiver receiver) {
		assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactlyInAnyOrder("agent_session", "other");
	}

	private void send(Class<?> configuration, String... arguments) {
		sendTo(this.receiver.endpoint(), configuration, arguments);
	}

	private static void sendTo(String endpoint, Class<?> configuration, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--voice.telemetry.export.otlp.endpoint=" + endpoint);
		all.add("--management.tracing.sampling.probability=1");
		try (ConfigurableApplicationContext context = TestApplication.run(configuration, all.toArray(new String[0]))) {
			context.getBean(VoiceTelemetry.class).session().start().end();
			context.getBean(Tracer.class).spanBuilder("other").startSpan().end();
		}
	}

	/**
	 * An application in a process of its own: only there can variables be set.
	 */
	static final class Forked {

		private Forked() {
		}

		public static void main(String[] arguments) {
			sendTo(arguments[0], TestApplication.Empty.class);
		}

	}

	/**
	 * As Docker Compose support does it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Connection {

		@Bean
		OtlpTracingConnectionDetails connectionDetails(@Value("${test.endpoint}") String endpoint) {
			return (transport) -> endpoint;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExporter {

		@Bean
		OtlpHttpSpanExporter ownExporter(@Value("${test.endpoint}") String endpoint) {
			return OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
		}

	}

}

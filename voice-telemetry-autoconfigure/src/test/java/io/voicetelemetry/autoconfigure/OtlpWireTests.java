package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.ContentRedactor;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a backend gets, and what nobody else does.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtlpWireTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String SECRET = "s3cr3t-Pa55word";

	private OtlpReceiver receiver;

	@BeforeEach
	void start() {
		this.receiver = OtlpReceiver.start();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void isProtobufOverHttpAtTheWholeUrl() {
		ReceivedRequest request = exported();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/api/otel/v1/traces");
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(request.gzip()).isFalse();
		assertThat(request.status()).isEqualTo(200);
		ReceivedSpan span = this.receiver.spans().get(0);
		assertThat(span.scopeName()).isEqualTo("io.voicetelemetry");
		assertThat(span.resourceAttributes()).containsEntry("service.name", "clinic-line");
	}

	@Test
	void hasTheHeadersThatAreSet() {
		ReceivedRequest request = exported(
				"--voice.telemetry.export.otlp.headers.Authorization= Bearer " + SECRET + "\n",
				"--voice.telemetry.export.otlp.headers.x-tenant=clinic");
		assertThat(request.headers().get("authorization")).containsExactly("Bearer " + SECRET);
		assertThat(request.headers().get("x-tenant")).containsExactly("clinic");
	}

	@Test
	void hasEachHeaderOnceWhateverItsCase() {
		SpringApplication application = TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class);
		application.setDefaultProperties(Map.of("voice.telemetry.export.otlp.headers.authorization", "overridden"));
		ReceivedRequest request = exported(application, "--voice.telemetry.export.otlp.headers.Authorization=given");
		assertThat(request.headers().get("authorization")).containsExactly("given");
	}

	@Test
	void isCompressedWhenAsked() {
		ReceivedRequest request = exported("--voice.telemetry.export.otlp.compression=gzip");
		assertThat(request.gzip()).isTrue();
		assertThat(request.spanCount()).isOne();
	}

	@Test
	void takesNoLongerThanTheTimeout(CapturedOutput output) throws IOException {
		// The system accepts the connection, and that is all.
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
						"--voice.telemetry.export.otlp.endpoint=http://127.0.0.1:" + silent.getLocalPort()
								+ "/v1/traces",
						"--voice.telemetry.export.otlp.timeout=100ms",
						"--voice.telemetry.export.shutdown-timeout=1s")) {
			context.getBean(VoiceTelemetry.class).session().start().end();
			// Just below the default of 10 s, for slow machines.
			await().atMost(Duration.ofSeconds(9))
				.untilAsserted(
						() -> assertThat(output).contains("Spans cannot be delivered to", "it timed out after 0.1s"));
		}
	}

	@Test
	void tellsNobodyAHeaderOrTheQuery(CapturedOutput output) {
		String[] arguments = { "--voice.telemetry.export.otlp.endpoint=" + endpoint() + "?key=" + SECRET,
				"--voice.telemetry.export.otlp.headers.authorization=Bearer " + SECRET,
				"--logging.level.io.voicetelemetry=trace", "--logging.level.io.opentelemetry=debug",
				"--logging.level.org.springframework.boot=debug" };
		try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class, arguments)) {
			// What the exporter says of a failure, too.
			this.receiver.respondWith(401);
			context.getBean(VoiceTelemetry.class).session().start().end();
			this.receiver.awaitRequests(1, PATIENCE);
			VoiceTelemetryProperties properties = context.getBean(VoiceTelemetryProperties.class);
			assertThat(properties.toString()).contains("authorization").doesNotContain(SECRET);
			assertThat(context.getBean(SpanExport.class).destinations()).containsExactly("otlp at " + endpoint());
			ConfigurationPropertiesReportEndpoint report = new ConfigurationPropertiesReportEndpoint(List.of(),
					Show.NEVER);
			report.setApplicationContext(context);
			assertThat(describe(report)).contains("voice.telemetry", "authorization").doesNotContain(SECRET);
		}
		assertThat(output).contains("it answered 401: authentication is refused").doesNotContain(SECRET);
	}

	private static String describe(ConfigurationPropertiesReportEndpoint report) {
		return report.configurationPropertiesWithPrefix("voice.telemetry")
			.getContexts()
			.values()
			.stream()
			.flatMap((context) -> context.getBeans().values().stream())
			.map((bean) -> bean.getPrefix() + bean.getProperties() + bean.getInputs())
			.toList()
			.toString();
	}

	@Test
	void leavesWhatWasSaidOffSpansOfOthers() {
		ReceivedSpan span = foreignSpan();
		assertThat(span.attributes()).containsEntry("http.route", "/call").doesNotContainKey("gen_ai.prompt");
		assertThat(span.statusCode()).isEqualTo("ERROR");
		assertThat(span.statusMessage()).isEmpty();
		assertThat(span.events()).extracting(ReceivedEvent::name).containsExactly("exception", "gen_ai.user.message");
		assertThat(span.events().get(0).attributes()).containsKey("exception.type")
			.doesNotContainKeys("exception.message", "exception.stacktrace");
		assertThat(span.events().get(1).attributes()).isEmpty();
	}

	@Test
	void sendsWhatWasSaidOnSpansOfOthersWhenAllowed() {
		ReceivedSpan span = foreignSpan("--voice.telemetry.content.capture=full");
		assertThat(span.attributes()).containsEntry("gen_ai.prompt", "my number");
		assertThat(span.statusMessage()).isEqualTo("my number");
		assertThat(span.events().get(0).attributes()).containsEntry("exception.message", "my number");
	}

	@Test
	void redactsWhatWasSaidOnSpansOfOthers() {
		ReceivedSpan span = foreignSpan(Redacting.class, "--voice.telemetry.content.capture=full");
		assertThat(span.toString()).doesNotContain("my number");
		assertThat(span.attributes()).containsEntry("http.route", "/call").containsEntry("gen_ai.prompt", "[gone]");
		assertThat(span.statusMessage()).isEqualTo("[gone]");
		assertThat(span.events().get(0).attributes()).containsEntry("exception.message", "[gone]")
			.containsKey("exception.stacktrace");
		assertThat(span.events().get(1).attributes()).containsEntry("content", "[gone]");
	}

	@Test
	void sendsNothingOfOthersThatCannotBeRedacted() {
		ReceivedSpan span = foreignSpan(Failing.class, "--voice.telemetry.content.capture=full");
		assertThat(span.toString()).doesNotContain("my number");
		assertThat(span.attributes()).containsEntry("gen_ai.prompt", ContentPolicy.REDACTION_FAILED);
	}

	private ReceivedSpan foreignSpan(String... arguments) {
		return foreignSpan(TestApplication.Empty.class, arguments);
	}

	private ReceivedSpan foreignSpan(Class<?> source, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--voice.telemetry.export.otlp.endpoint=" + endpoint());
		all.add("--management.tracing.sampling.probability=1");
		try (ConfigurableApplicationContext context = TestApplication.run(source, all.toArray(new String[0]))) {
			Span span = context.getBean(Tracer.class).spanBuilder("other").startSpan();
			span.setAttribute("http.route", "/call").setAttribute("gen_ai.prompt", "my number");
			span.recordException(new IllegalStateException("my number"));
			span.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), "my number"));
			span.setStatus(StatusCode.ERROR, "my number").end();
			return this.receiver.awaitSpans(1, PATIENCE).get(0);
		}
	}

	private String endpoint() {
		return this.receiver.endpoint().replace("/v1/traces", "/api/otel/v1/traces");
	}

	private ReceivedRequest exported(String... arguments) {
		return exported(TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class), arguments);
	}

	private ReceivedRequest exported(SpringApplication application, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--voice.telemetry.export.otlp.endpoint=" + endpoint());
		all.add("--spring.application.name=clinic-line");
		try (ConfigurableApplicationContext context = application.run(all.toArray(new String[0]))) {
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
			return this.receiver.awaitRequests(1, PATIENCE).get(0);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Redacting {

		// What sends spans itself must not be a circle.
		@Bean
		ContentRedactor redactor(Tracer tracer) {
			return (text) -> text.replace("my number", "[gone]");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		ContentRedactor redactor() {
			return (text) -> {
				throw new IllegalStateException(text);
			};
		}

	}

}

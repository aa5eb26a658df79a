package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * The guides of the products, followed with the names of their variables: an export
 * without any property.
 */
class VariablesWireTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String BASIC = "Basic "
			+ Base64.getEncoder().encodeToString("me@clinic.example:pa55+".getBytes(StandardCharsets.UTF_8));

	private final List<OtlpReceiver> receivers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.receivers.forEach(OtlpReceiver::close);
	}

	@Test
	void guidesAreFollowedWithTheirVariablesAlone() {
		OtlpReceiver langfuse = receiver();
		OtlpReceiver catalyst = receiver();
		OtlpReceiver phoenix = receiver();
		OtlpReceiver collector = receiver();
		Map<String, Object> variables = new HashMap<>();
		variables.put("LANGFUSE_PUBLIC_KEY", "pk-lf-1");
		variables.put("LANGFUSE_SECRET_KEY", "sk-lf-2");
		variables.put("LANGFUSE_BASE_URL", host(langfuse));
		variables.put("CATALYST_OTLP_ENDPOINT", host(catalyst));
		variables.put("CATALYST_OTLP_TOKEN", "cat-1");
		variables.put("CATALYST_SERVICE_NAME", "clinic-agent");
		variables.put("PHOENIX_COLLECTOR_ENDPOINT", host(phoenix));
		variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", host(collector));
		variables.put("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=clinic%20line");
		call(variables);
		assertThat(arrived(langfuse).path()).isEqualTo("/api/public/otel/v1/traces");
		assertThat(arrived(langfuse).header("authorization")).startsWith("Basic ");
		assertThat(arrived(catalyst).path()).isEqualTo("/v1/traces");
		assertThat(arrived(catalyst).header("authorization")).isEqualTo("Bearer cat-1");
		assertThat(catalyst.spans().get(0).resourceAttributes()).containsEntry("service.name", "clinic-agent");
		assertThat(arrived(phoenix).path()).isEqualTo("/v1/traces");
		assertThat(arrived(collector).path()).isEqualTo("/v1/traces");
		assertThat(arrived(collector).header("x-tenant")).isEqualTo("clinic line");
	}

	@Test
	void aPropertyWinsOverAVariable() {
		OtlpReceiver ours = receiver();
		OtlpReceiver others = receiver();
		call(Map.of("CATALYST_OTLP_ENDPOINT", host(others), "CATALYST_OTLP_TOKEN", "of-the-variable",
				"OTEL_EXPORTER_OTLP_ENDPOINT", host(others), "OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=of-others"),
				"--voice.telemetry.export.catalyst.endpoint=" + ours.endpoint(),
				"--voice.telemetry.export.catalyst.token=of-the-property",
				"--voice.telemetry.export.otlp.endpoint=" + host(ours) + "/otlp/v1/traces");
		List<? extends ReceivedRequest> requests = ours.awaitRequests(2, PATIENCE);
		assertThat(requests).extracting(ReceivedRequest::path)
			.containsExactlyInAnyOrder("/v1/traces", "/otlp/v1/traces");
		assertThat(requests).allSatisfy((request) -> {
			assertThat(request.header("authorization")).isIn(null, "Bearer of-the-property");
			// A credential of one place is not sent to another.
			assertThat(request.header("x-api-key")).isNull();
		});
		assertThat(others.requests()).isEmpty();
	}

	@Test
	void variablesThatAreThereForAnotherUseDoNotStopTheStart() {
		Map<String, Object> variables = Map.of("BRAINTRUST_API_KEY", "k", "ARIZE_API_KEY", "k", "PHOENIX_API_KEY", "k");
		try (ConfigurableApplicationContext context = application(variables).run()) {
			Backends backends = context.getBean(Backends.class);
			assertThat(backends.on()).isEmpty();
			assertThat(backends.off()).containsOnly(
					entry("braintrust", "voice.telemetry.export.braintrust.project is not set"),
					entry("arize", "voice.telemetry.export.arize.space-id is not set"),
					entry("phoenix", "voice.telemetry.export.phoenix.endpoint is not set"));
		}
		Map<String, Object> ofOpenTelemetry = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "https://api.braintrust.dev/otel",
				"OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer k");
		try (ConfigurableApplicationContext context = application(ofOpenTelemetry).run()) {
			assertThat(context.getBean(Backends.class).off()).containsOnlyKeys("braintrust");
		}
	}

	@Test
	void theSwitchOfBootsTestsStopsThemAll() {
		OtlpReceiver receiver = receiver();
		SpringApplication application = application(
				Map.of("PHOENIX_COLLECTOR_ENDPOINT", host(receiver), "OTEL_EXPORTER_OTLP_ENDPOINT", host(receiver)));
		try (ConfigurableApplicationContext context = application.run("--management.tracing.export.enabled=false")) {
			assertThat(context.getBean(Backends.class).on()).extracting(ConfiguredBackend::name)
				.containsExactly("otlp", "phoenix");
			assertThat(context.getBean(VoiceSpanProcessor.class).pipelines()).isEmpty();
		}
	}

	@Test
	void theGuideOfOpenObserveIsServedInPlaceOfBoot() throws Exception {
		OtlpReceiver receiver = receiver();
		String output = fork(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", host(receiver) + "/api/org_1/v1/traces",
				"OTEL_EXPORTER_OTLP_HEADERS", "Authorization=" + BASIC, "OTEL_SERVICE_NAME", "clinic-line",
				"OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));
		assertThat(output)
			.contains("Boot's OTLP exporter of spans is switched off: voice.telemetry.export.openobserve");
		assertThat(receiver.requests()).extracting(ReceivedRequest::path).containsOnly("/api/org_1/v1/traces");
		assertThat(receiver.requests()).extracting((request) -> request.header("authorization")).containsOnly(BASIC);
		// What Boot's exporter would have sent is not missing.
		assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactlyInAnyOrder("agent_session", "other");
		assertThat(receiver.spans().get(0).resourceAttributes()).containsEntry("service.name", "clinic-line")
			.containsEntry("deployment.environment.name", "test");
	}

	private static void call(Map<String, Object> variables, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		// Spans alone.
		all.add("--voice.telemetry.export.otlp.metrics.enabled=false");
		try (ConfigurableApplicationContext context = application(variables).run(all.toArray(new String[0]))) {
			context.getBean(VoiceTelemetry.class).session().start().end();
		}
	}

	private static SpringApplication application(Map<String, Object> variables) {
		SpringApplication application = TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
		application.setEnvironment(environment);
		return application;
	}

	private static String fork(Map<String, String> variables) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Forked.class.getName()))
			.redirectErrorStream(true);
		builder.environment().putAll(variables);
		Process process = builder.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

	private OtlpReceiver receiver() {
		OtlpReceiver receiver = OtlpReceiver.start();
		this.receivers.add(receiver);
		return receiver;
	}

	private static String host(OtlpReceiver receiver) {
		return receiver.endpoint().replace("/v1/traces", "");
	}

	private static ReceivedRequest arrived(OtlpReceiver receiver) {
		return receiver.awaitRequests(1, PATIENCE).get(0);
	}

	/**
	 * An application in a process of its own: only there does Boot see variables.
	 */
	static final class Forked {

		private Forked() {
		}

		public static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
					"--management.tracing.sampling.probability=1", "--management.otlp.metrics.export.enabled=false",
					"--voice.telemetry.export.openobserve.metrics.enabled=false",
					"--voice.telemetry.export.shutdown-timeout=30s")) {
				context.getBean(VoiceTelemetry.class).session().start().end();
				context.getBean(Tracer.class).spanBuilder("other").startSpan().end();
			}
		}

	}

}

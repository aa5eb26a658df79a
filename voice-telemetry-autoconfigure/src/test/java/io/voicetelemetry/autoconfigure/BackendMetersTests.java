package io.voicetelemetry.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which backends are sent meters, with real applications and over real HTTP.
 */
class BackendMetersTests {

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer backend;

	private String url;

	@BeforeEach
	void start() throws IOException {
		this.backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.backend.setExecutor(this.threads);
		this.backend.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.received.add(new Received(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.backend.start();
		this.url = "http://127.0.0.1:" + this.backend.getAddress().getPort();
	}

	@AfterEach
	void stop() {
		this.backend.stop(0);
		this.threads.shutdownNow();
	}

	private ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "management.otlp.metrics.export.enabled=false")
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	private void call(ConfigurableApplicationContext context) {
		VoiceSession session = context.getBean(VoiceTelemetry.class).session().start();
		session.startOperation("voice.greeting").end();
		session.end();
	}

	private List<Received> metersTo(String path) {
		return this.received.stream().filter((request) -> request.path().equals(path)).toList();
	}

	@Test
	void backendsThatTakeMetersAreSentThemWithTheirCredentials() throws IOException {
		try (ConfigurableApplicationContext context = run(
				"voice.telemetry.export.superlog.endpoint=" + this.url + "/superlog/v1/traces",
				"voice.telemetry.export.superlog.api-key=sl_public_abcdef",
				"voice.telemetry.export.openobserve.base-url=" + this.url,
				"voice.telemetry.export.openobserve.organization=acme",
				"voice.telemetry.export.openobserve.token=YUBleGFtcGxlLmNvbTp0b2tlbg==",
				"voice.telemetry.export.langfuse.base-url=" + this.url + "/langfuse",
				"voice.telemetry.export.langfuse.public-key=pk-lf-1234567",
				"voice.telemetry.export.langfuse.secret-key=sk-lf-1234567",
				"voice.telemetry.export.phoenix.endpoint=" + this.url + "/phoenix/v1/traces")) {
			call(context);
		}
		Received superlog = metersTo("/superlog/v1/metrics").get(0);
		assertThat(superlog.headers().getFirst("x-api-key")).isEqualTo("sl_public_abcdef");
		assertThat(superlog.names()).contains("voice.sessions.started", "voice.session.duration_ms")
			.noneMatch((name) -> name.startsWith("jvm") || name.startsWith("process"));
		Received openObserve = metersTo("/api/acme/v1/metrics").get(0);
		assertThat(openObserve.headers().getFirst("authorization")).isEqualTo("Basic YUBleGFtcGxlLmNvbTp0b2tlbg==");
		assertThat(openObserve.names()).contains("voice.sessions.started");
		assertThat(this.received).extracting(Received::path)
			.filteredOn((path) -> path.endsWith("metrics"))
			.containsOnly("/superlog/v1/metrics", "/api/acme/v1/metrics");
	}

	@Test
	void metersAreTaggedWithTheResource() throws IOException {
		try (ConfigurableApplicationContext context = run("spring.application.name=agent",
				"voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces",
				"voice.telemetry.export.otlp.resource.team=voice")) {
			call(context);
		}
		assertThat(metersTo("/v1/metrics").get(0).resource()).contains("service.name=agent", "team=voice");
	}

	@Test
	void theRegistryIsOneAmongOthersAndLeavesBootsAlone() {
		try (ConfigurableApplicationContext context = run("management.otlp.metrics.export.enabled=true",
				"management.otlp.metrics.export.url=" + this.url + "/boot/v1/metrics",
				"voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces")) {
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			assertThat(context.getBeansOfType(OtlpMeterRegistry.class)).containsKeys("voiceotlpMeterRegistry",
					"otlpMeterRegistry");
		}
	}

	@Test
	void metersThatBootSendsToTheSamePlaceAreSentOnce() {
		try (ConfigurableApplicationContext context = run("management.otlp.metrics.export.enabled=true",
				"management.otlp.metrics.export.url=" + this.url + "/v1/metrics",
				"voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces")) {
			assertThat(context.getBeansOfType(OtlpMeterRegistry.class)).containsOnlyKeys("otlpMeterRegistry");
		}
	}

	@Test
	void metersThatBootSendsToTheLocalCollectorAreSentOnce() {
		String endpoint = "voice.telemetry.export.otlp.endpoint=http://localhost:4318/v1/traces";
		try (ConfigurableApplicationContext context = run("management.otlp.metrics.export.enabled=true",
				"management.otlp.metrics.export.step=1h", endpoint, "voice.telemetry.export.otlp.timeout=1s")) {
			assertThat(context.getBeansOfType(OtlpMeterRegistry.class)).containsOnlyKeys("otlpMeterRegistry");
		}
	}

	@Test
	void withoutTheExportOfSpansTheApplicationStarts() {
		try (ConfigurableApplicationContext context = run(
				"voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces",
				"spring.autoconfigure.exclude=" + VoiceTelemetryExportAutoConfiguration.class.getName())) {
			assertThat(context.getBeansOfType(OtlpMeterRegistry.class)).isEmpty();
		}
	}

	@Test
	void nothingIsSentWhereItIsSwitchedOff() {
		String endpoint = "voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces";
		for (String off : List.of("voice.telemetry.export.otlp.metrics.enabled=false",
				"voice.telemetry.metrics.enabled=false", "voice.telemetry.enabled=false",
				"management.defaults.metrics.export.enabled=false", "voice.telemetry.export.otlp.enabled=false")) {
			try (ConfigurableApplicationContext context = run(endpoint, off)) {
				assertThat(context.getBeansOfType(OtlpMeterRegistry.class)).as(off).isEmpty();
			}
		}
	}

	@Test
	void withoutTheLibraryTheApplicationStarts() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer.registry.otlp"))
			.withPropertyValues("voice.telemetry.export.otlp.endpoint=" + this.url + "/v1/traces")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void wantedMetersThatCannotBeSentStopTheStart() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("voice.telemetry.export.phoenix.endpoint=" + this.url + "/v1/traces",
					"voice.telemetry.export.phoenix.metrics.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("voice.telemetry.export.phoenix.metrics.enabled")
				.hasMessageContaining("takes no meters"));
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("voice.telemetry.export.otlp.endpoint=" + this.url + "/elsewhere",
					"voice.telemetry.export.otlp.metrics.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("voice.telemetry.export.otlp.metrics.endpoint"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * A request.
	 */
	private record Received(String path, Headers headers, byte[] body) {

		List<String> names() throws IOException {
			return request().getResourceMetricsList()
				.stream()
				.flatMap((resource) -> resource.getScopeMetricsList().stream())
				.flatMap((scope) -> scope.getMetricsList().stream())
				.map((metric) -> metric.getName())
				.toList();
		}

		List<String> resource() throws IOException {
			return request().getResourceMetrics(0)
				.getResource()
				.getAttributesList()
				.stream()
				.map((attribute) -> attribute.getKey() + "=" + attribute.getValue().getStringValue())
				.toList();
		}

		private ExportMetricsServiceRequest request() throws IOException {
			boolean gzip = "gzip".equals(this.headers.getFirst("content-encoding"));
			return gzip
					? ExportMetricsServiceRequest.parseFrom(new GZIPInputStream(new ByteArrayInputStream(this.body)))
					: ExportMetricsServiceRequest.parseFrom(this.body);
		}

	}

}

package io.voicetelemetry.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpDestination;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BackendMeterRegistryTests {

	private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();

	private final List<String> authorizations = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile int status = 200;

	private HttpServer backend;

	private MeterRegistry registry;

	@BeforeEach
	void start() throws IOException {
		this.backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.backend.setExecutor(this.threads);
		this.backend.createContext("/v1/metrics", (exchange) -> {
			this.authorizations.add(exchange.getRequestHeaders().getFirst("authorization"));
			this.requests.add(ExportMetricsServiceRequest.parseFrom(new GZIPInputStream(exchange.getRequestBody())));
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.backend.start();
		HttpTransport transport = new HttpTransport(new OtlpDestination("acme",
				URI.create("http://127.0.0.1:" + this.backend.getAddress().getPort() + "/v1/metrics"),
				Map.of("authorization", "Basic c2VjcmV0"), true, Duration.ofSeconds(10), null));
		this.registry = BackendMeterRegistry.create(transport, Duration.ofHours(1), Map.of("service.name", "agent"),
				Clock.SYSTEM);
	}

	@AfterEach
	void stop() {
		this.registry.close();
		this.backend.stop(0);
		this.threads.shutdownNow();
	}

	private List<Metric> sent() {
		this.registry.close();
		return this.requests.stream()
			.flatMap((request) -> request.getResourceMetricsList().stream())
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.toList();
	}

	@Test
	void sendsWhatIsOfCallsAndModelsAlone() {
		this.registry.counter("voice.sessions.started", "tenant.id", "acme").increment(2);
		this.registry.counter("llm.tokens.input").increment(30);
		this.registry.summary("gen_ai.client.token.usage").record(30);
		this.registry.counter("jvm.gc.pauses").increment();
		this.registry.timer("http.server.requests").record(Duration.ofSeconds(1));
		List<Metric> sent = sent();
		assertThat(sent).extracting(Metric::getName)
			.containsExactlyInAnyOrder("voice.sessions.started", "llm.tokens.input", "gen_ai.client.token.usage");
		Metric started = sent.stream()
			.filter((metric) -> metric.getName().startsWith("voice"))
			.findFirst()
			.orElseThrow();
		assertThat(started.getSum().getDataPoints(0).getAsDouble()).isEqualTo(2);
		assertThat(started.getSum().getDataPoints(0).getAttributesList()).extracting(KeyValue::getKey)
			.containsExactly("tenant.id");
	}

	@Test
	void sendsTheCredentialAndTheResource() {
		this.registry.counter("voice.sessions.started").increment();
		sent();
		assertThat(this.authorizations).containsOnly("Basic c2VjcmV0");
		assertThat(this.requests.get(0).getResourceMetrics(0).getResource().getAttributesList())
			.anySatisfy((attribute) -> {
				assertThat(attribute.getKey()).isEqualTo("service.name");
				assertThat(attribute.getValue().getStringValue()).isEqualTo("agent");
			});
	}

	@Test
	void saysOnceThatMetersAreNotTakenAndWithoutTheCredential(CapturedOutput output) {
		this.status = 401;
		this.registry.counter("voice.sessions.started").increment();
		sent();
		assertThat(output).containsOnlyOnce("Meters are not taken by acme at http://127.0.0.1:")
			.contains("authentication is refused")
			.doesNotContain("c2VjcmV0");
	}

}

package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What arrives at each backend when an application sends to all of them at once.
 */
class BackendWireTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Map<String, OtlpReceiver> receivers = new LinkedHashMap<>();

	private static final List<String> threads = new ArrayList<>();

	private static Map<String, DeliveryCounts> counts = Map.of();

	@BeforeAll
	static void call() {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.application.name=clinic-line", "--voice.telemetry.export.shutdown-timeout=30s"));
		property(arguments, "otlp", "endpoint=/any/v1/traces", "headers.x-tenant=clinic");
		property(arguments, "langfuse", "base-url=", "public-key=pk-lf-1", "secret-key=sk-lf-2", "environment=prod");
		property(arguments, "openobserve", "base-url=", "organization=org_1", "username=me@clinic.example",
				"password=pass", "stream=calls");
		property(arguments, "catalyst", "endpoint=/v1/traces", "token=cat-1", "resource.service.name=clinic-agent");
		property(arguments, "superlog", "endpoint=/v1/traces", "api-key=sl_public_1");
		property(arguments, "phoenix", "endpoint=/v1/traces", "api-key=phx-1", "project=clinic");
		property(arguments, "arize", "endpoint=/v1/traces", "space-id=space-1", "api-key=ax-1", "project=clinic");
		property(arguments, "langsmith", "endpoint=/otel/v1/traces", "api-key=lsv2-1", "project=clinic");
		property(arguments, "opik", "endpoint=/opik/api/v1/private/otel/v1/traces", "api-key=opik-1",
				"workspace=clinic", "project=line");
		property(arguments, "braintrust", "endpoint=/otel/v1/traces", "api-key=bt-1", "project=clinic");
		try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
				arguments.toArray(new String[0]))) {
			Thread.getAllStackTraces().keySet().forEach((thread) -> threads.add(thread.getName()));
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
			receivers.values().forEach((receiver) -> receiver.awaitSpans(1, PATIENCE));
			VoiceSpanProcessor processor = context.getBean(VoiceSpanProcessor.class);
			context.close();
			counts = processor.counts().stream().collect(Collectors.toMap(DeliveryCounts::backend, (each) -> each));
		}
	}

	/** An endpoint or base URL that is a path alone is at a receiver. */
	private static void property(List<String> arguments, String backend, String... properties) {
		OtlpReceiver receiver = OtlpReceiver.start();
		receivers.put(backend, receiver);
		String host = receiver.endpoint().replace("/v1/traces", "");
		for (String property : properties) {
			arguments.add("--voice.telemetry.export." + backend + "."
					+ property.replaceFirst("^(endpoint|base-url)=", "$1=" + host));
		}
	}

	@AfterAll
	static void stop() {
		receivers.values().forEach(OtlpReceiver::close);
		receivers.clear();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					otlp        | /any/v1/traces                            | x-tenant       | clinic         | false
					langfuse    | /api/public/otel/v1/traces                | x-langfuse-ingestion-version | 4 | true
					langfuse    | /api/public/otel/v1/traces                | authorization  | Basic pk-lf-1:sk-lf-2 | true
					openobserve | /api/org_1/v1/traces                      | authorization  | Basic me@clinic.example:pass | true
					openobserve | /api/org_1/v1/traces                      | stream-name    | calls          | true
					catalyst    | /v1/traces                                | authorization  | Bearer cat-1   | true
					superlog    | /v1/traces                                | x-api-key      | sl_public_1    | true
					phoenix     | /v1/traces                                | authorization  | Bearer phx-1   | true
					phoenix     | /v1/traces                                | x-project-name | clinic         | true
					arize       | /v1/traces                                | arize-space-id | space-1        | true
					arize       | /v1/traces                                | arize-api-key  | ax-1           | true
					langsmith   | /otel/v1/traces                           | x-api-key      | lsv2-1         | true
					langsmith   | /otel/v1/traces                           | langsmith-project | clinic      | true
					opik        | /opik/api/v1/private/otel/v1/traces       | authorization  | opik-1         | true
					opik        | /opik/api/v1/private/otel/v1/traces       | comet-workspace | clinic        | true
					opik        | /opik/api/v1/private/otel/v1/traces       | projectname    | line           | true
					braintrust  | /otel/v1/traces                           | authorization  | Bearer bt-1    | true
					braintrust  | /otel/v1/traces                           | x-bt-parent    | project_name:clinic | true
					""")
	void arrivesWithTheHeadersOfItsProduct(String backend, String path, String header, String value, boolean gzip) {
		ReceivedRequest request = requests(backend).get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo(path);
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(request.gzip()).isEqualTo(gzip);
		String credentials = value.startsWith("Basic ")
				? "Basic " + Base64.getEncoder().encodeToString(value.substring(6).getBytes(StandardCharsets.UTF_8))
				: value;
		assertThat(request.headers().get(header)).containsExactly(credentials);
	}

	@Test
	void noHeaderOfOneArrivesAtAnother() {
		List<String> credentials = List.of("authorization", "x-api-key", "arize-api-key", "arize-space-id",
				"stream-name", "organization", "x-langfuse-ingestion-version", "x-project-name", "langsmith-project",
				"comet-workspace", "projectname", "x-bt-parent", "x-tenant");
		Map<String, List<String>> sent = receivers.keySet()
			.stream()
			.collect(Collectors.toMap((backend) -> backend,
					(backend) -> credentials.stream()
						.filter((header) -> requests(backend).get(0).header(header) != null)
						.toList()));
		assertThat(sent).isEqualTo(Map.of("otlp", List.of("x-tenant"), "langfuse",
				List.of("authorization", "x-langfuse-ingestion-version"), "openobserve",
				List.of("authorization", "stream-name"), "catalyst", List.of("authorization"), "superlog",
				List.of("x-api-key"), "phoenix", List.of("authorization", "x-project-name"), "arize",
				List.of("arize-api-key", "arize-space-id"), "langsmith", List.of("x-api-key", "langsmith-project"),
				"opik", List.of("authorization", "comet-workspace", "projectname"), "braintrust",
				List.of("authorization", "x-bt-parent")));
	}

	@Test
	void hasTheResourceOfItsBackend() {
		assertThat(resource("otlp")).containsEntry("service.name", "clinic-line")
			.doesNotContainKeys("langfuse.environment", "openinference.project.name");
		assertThat(resource("langfuse")).containsEntry("service.name", "clinic-line")
			.containsEntry("langfuse.environment", "prod");
		assertThat(resource("catalyst")).containsEntry("service.name", "clinic-agent")
			.doesNotContainKey("openinference.project.name");
		assertThat(resource("phoenix")).containsEntry("openinference.project.name", "clinic");
		assertThat(resource("arize")).containsEntry("openinference.project.name", "clinic");
	}

	@Test
	void eachHasAThreadAndAnAccountOfItsOwn() {
		assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(receivers.keySet());
		counts.values().forEach((count) -> {
			assertThat(count.accepted()).isOne();
			assertThat(count.delivered()).isOne();
		});
		receivers.keySet().forEach((backend) -> assertThat(threads).contains("voice-telemetry-export-" + backend));
	}

	private static List<? extends ReceivedRequest> requests(String backend) {
		return receivers.get(backend).requests();
	}

	private static Map<String, Object> resource(String backend) {
		List<ReceivedSpan> spans = receivers.get(backend).spans();
		return spans.get(0).resourceAttributes();
	}

}

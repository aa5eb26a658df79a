package io.voicetelemetry.autoconfigure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.voicetelemetry.autoconfigure.OpenTelemetryVariables.KnownCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What environment variables stand for: {@link BackendVariables} and
 * {@link OpenTelemetryVariables}.
 */
class BackendVariablesTests {

	private static final String OTLP = "OTEL_EXPORTER_OTLP_";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					LANGFUSE_PUBLIC_KEY=pk | langfuse.public-key=pk
					LANGFUSE_SECRET_KEY=sk | langfuse.secret-key=sk
					LANGFUSE_BASE_URL=http://b LANGFUSE_HOST=http://h | langfuse.base-url=http://b
					LANGFUSE_HOST=http://h | langfuse.base-url=http://h
					LANGFUSE_TRACING_ENVIRONMENT=prod LANGFUSE_RELEASE=1.2 | langfuse.environment=prod langfuse.release=1.2
					LANGFUSE_TRACING_ENABLED=False | langfuse.enabled=false
					LANGFUSE_TRACING_ENABLED=true | ''
					CATALYST_OTLP_ENDPOINT=http://h CATALYST_OTLP_TOKEN=t | catalyst.endpoint=http://h/v1/traces catalyst.token=t
					CATALYST_OTLP_ENDPOINT=http://h/v1/traces/ | catalyst.endpoint=http://h/v1/traces
					CATALYST_SERVICE_NAME=line | catalyst.resource.service.name=line
					INFERENCE_API_KEY=new CATALYST_OTLP_TOKEN=old | catalyst.token=old
					INFERENCE_OTLP_ENDPOINT=http://h INFERENCE_API_KEY=t | catalyst.endpoint=http://h/v1/traces catalyst.token=t
					INFERENCE_SERVICE_VERSION=2 INFERENCE_SERVICE_ENVIRONMENT=prod | catalyst.resource.service.version=2 catalyst.resource.deployment.environment.name=prod
					PHOENIX_COLLECTOR_ENDPOINT=http://h:6006/ | phoenix.endpoint=http://h:6006/v1/traces
					PHOENIX_COLLECTOR_ENDPOINT=http://h:4317 | phoenix.endpoint=http://h:4317 phoenix.protocol=grpc
					PHOENIX_API_KEY=k PHOENIX_PROJECT_NAME=p | phoenix.api-key=k phoenix.project=p
					ARIZE_SPACE_ID=s ARIZE_API_KEY=k ARIZE_PROJECT_NAME=p | arize.space-id=s arize.api-key=k arize.project=p
					OTEL_RESOURCE_ATTRIBUTES=team=voice,openinference.project.name=a%2Bb | arize.project=a+b
					OTEL_RESOURCE_ATTRIBUTES=openinference.project.name=other ARIZE_PROJECT_NAME=p | arize.project=p
					LANGSMITH_TRACING=true LANGSMITH_API_KEY=k LANGSMITH_PROJECT=p | langsmith.api-key=k langsmith.project=p
					LANGSMITH_TRACING=true LANGSMITH_ENDPOINT=https://eu.api | langsmith.endpoint=https://eu.api/otel/v1/traces
					LANGSMITH_API_KEY=k LANGSMITH_PROJECT=p | ''
					OPIK_URL_OVERRIDE=http://h:5173/api OPIK_PROJECT_NAME=p | opik.endpoint=http://h:5173/api/v1/private/otel/v1/traces opik.project=p
					OPIK_API_KEY=k OPIK_WORKSPACE=w OPIK_TRACK_DISABLE=true | opik.api-key=k opik.workspace=w opik.enabled=false
					BRAINTRUST_API_KEY=k BRAINTRUST_PARENT=project_name:p | braintrust.api-key=k braintrust.parent=project_name:p
					BRAINTRUST_API_URL=https://api-eu | braintrust.endpoint=https://api-eu/otel/v1/traces
					CATALYST_OTLP_TOKEN= | ''
					""")
	void ofProducts(String variables, String properties) {
		assertThat(BackendVariables.properties(parsed(variables, "")::get))
			.isEqualTo(parsed(properties, "voice.telemetry.export."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ENDPOINT=http://h:4318 | otlp.endpoint=http://h:4318/v1/traces
					ENDPOINT=http://h:4318/ | otlp.endpoint=http://h:4318/v1/traces
					ENDPOINT=http://h/v1/traces | otlp.endpoint=http://h/v1/traces
					TRACES_ENDPOINT=http://h/any ENDPOINT=http://h | otlp.endpoint=http://h/any
					ENDPOINT=http://h:4317 PROTOCOL=grpc | otlp.endpoint=http://h:4317 otlp.protocol=grpc
					ENDPOINT=http://h COMPRESSION=GZIP TIMEOUT=2500 PROTOCOL=http/json | otlp.endpoint=http://h/v1/traces otlp.compression=GZIP otlp.timeout=2500ms
					ENDPOINT=http://h COMPRESSION=zstd TIMEOUT=soon | otlp.endpoint=http://h/v1/traces
					ENDPOINT=https://h CERTIFICATE=/ca.pem | otlp.endpoint=https://h/v1/traces otlp.ssl.bundle=opentelemetry-tracing
					ENDPOINT=https://api.openobserve.ai/api/org_1/v1/traces | openobserve.endpoint=https://api.openobserve.ai/api/org_1/v1/traces openobserve.spans=all
					ENDPOINT=http://h:5080/api/default | otlp.endpoint=http://h:5080/api/default/v1/traces
					ENDPOINT=https://api.openobserve.ai/api/org_1 | openobserve.endpoint=https://api.openobserve.ai/api/org_1/v1/traces openobserve.spans=all
					ENDPOINT=https://us.cloud.langfuse.com/api/public/otel | langfuse.endpoint=https://us.cloud.langfuse.com/api/public/otel/v1/traces
					TRACES_ENDPOINT=http://h:3000/lf/api/public/otel/v1/traces | langfuse.endpoint=http://h:3000/lf/api/public/otel/v1/traces
					ENDPOINT=https://telemetry.inference.net | catalyst.endpoint=https://telemetry.inference.net/v1/traces
					ENDPOINT=https://intake.superlog.sh | superlog.endpoint=https://intake.superlog.sh/v1/traces superlog.spans=all
					ENDPOINT=https://app.phoenix.arize.com/s/me | phoenix.endpoint=https://app.phoenix.arize.com/s/me/v1/traces
					ENDPOINT=https://otlp.arize.com | arize.endpoint=https://otlp.arize.com/v1/traces
					ENDPOINT=https://eu.api.smith.langchain.com/otel | langsmith.endpoint=https://eu.api.smith.langchain.com/otel/v1/traces
					ENDPOINT=https://www.comet.com/opik/api/v1/private/otel | opik.endpoint=https://www.comet.com/opik/api/v1/private/otel/v1/traces
					ENDPOINT=https://api.braintrust.dev/otel | braintrust.endpoint=https://api.braintrust.dev/otel/v1/traces
					ENDPOINT=https://evil.example/?x=//api.openobserve.ai/ | otlp.endpoint=https://evil.example/?x=//api.openobserve.ai/v1/traces
					HEADERS=x=1 PROTOCOL=grpc | ''
					""")
	void ofOpenTelemetry(String variables, String properties) {
		assertThat(ofOpenTelemetry(parsed(variables, OTLP))).isEqualTo(parsed(properties, "voice.telemetry.export."));
	}

	@Test
	void headersOfOpenTelemetry() {
		Map<String, String> variables = new HashMap<>();
		variables.put(OTLP + "ENDPOINT", "http://h");
		variables.put(OTLP + "HEADERS", "Authorization=Basic bWU6cGE+cw==, x-name=a%2Cb%20c,nonsense, x-odd=50%");
		assertThat(ofOpenTelemetry(variables))
			.containsEntry("voice.telemetry.export.otlp.headers[authorization]", "Basic bWU6cGE+cw==")
			.containsEntry("voice.telemetry.export.otlp.headers[x-name]", "a,b c")
			.containsEntry("voice.telemetry.export.otlp.headers[x-odd]", "50%")
			.hasSize(4);
		variables.put(OTLP + "TRACES_HEADERS", "x-api-key=Basic%20k");
		assertThat(ofOpenTelemetry(variables))
			.containsEntry("voice.telemetry.export.otlp.headers[x-api-key]", "Basic k")
			.hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://h:5080/api/default", "http://h:5080/api/default/v1/traces" })
	void anOpenObserveOfOnesOwnIsRecognisedByPathAndCredential(String endpoint) {
		assertThat(
				ofOpenTelemetry(Map.of(OTLP + "ENDPOINT", endpoint, OTLP + "HEADERS", "Authorization=Basic bWU6cA==")))
			.containsEntry("voice.telemetry.export.openobserve.endpoint", "http://h:5080/api/default/v1/traces");
		assertThat(ofOpenTelemetry(Map.of(OTLP + "ENDPOINT", endpoint)))
			.containsEntry("voice.telemetry.export.otlp.endpoint", "http://h:5080/api/default/v1/traces");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "console", "logging,zipkin" })
	void anotherExporterIsNotOurs(String exporter) {
		assertThat(ofOpenTelemetry(Map.of(OTLP + "ENDPOINT", "http://h", "OTEL_TRACES_EXPORTER", exporter))).isEmpty();
		assertThat(ofOpenTelemetry(Map.of(OTLP + "ENDPOINT", "http://h", "OTEL_TRACES_EXPORTER", exporter + ", OTLP")))
			.isNotEmpty();
	}

	@Test
	void whatIsForAnotherPlaceIsNotTaken() {
		assertThat(
				new OpenTelemetryVariables(Map.of(OTLP + "ENDPOINT", "http://h", OTLP + "HEADERS", "x-api-key=k")::get)
					.properties("voice.telemetry.export.otlp."::equals, (prefix) -> KnownCredentials.NONE))
			.isEmpty();
	}

	private static Map<String, String> ofOpenTelemetry(Map<String, String> variables) {
		return new OpenTelemetryVariables(variables::get).properties((prefix) -> false,
				(prefix) -> KnownCredentials.NONE);
	}

	private static Map<String, String> parsed(String entries, String prefix) {
		Map<String, String> parsed = new LinkedHashMap<>();
		Arrays.stream(entries.split(" ")).filter((entry) -> !entry.isEmpty()).forEach((entry) -> {
			int equals = entry.indexOf('=');
			parsed.put(prefix + entry.substring(0, equals), entry.substring(equals + 1));
		});
		return parsed;
	}

}

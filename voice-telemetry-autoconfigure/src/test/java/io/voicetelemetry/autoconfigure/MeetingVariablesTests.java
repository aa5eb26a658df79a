package io.voicetelemetry.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Variables of OpenTelemetry, variables of a product and properties that are for one
 * backend: a credential is sent to the place that it is for, and properties win.
 */
class MeetingVariablesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ENDPOINT=https://telemetry.inference.net HEADERS=authorization=OLD CATALYST_OTLP_ENDPOINT=http://h CATALYST_OTLP_TOKEN=NEW | catalyst.endpoint=http://h/v1/traces catalyst.token=NEW
					ENDPOINT=https://gw.corp/api/public/otel LANGFUSE_BASE_URL=https://cloud.langfuse.com LANGFUSE_PUBLIC_KEY=pk LANGFUSE_SECRET_KEY=sk | langfuse.base-url=https://cloud.langfuse.com langfuse.public-key=pk langfuse.secret-key=sk
					ENDPOINT=https://gw.corp/api/public/otel LANGFUSE_PUBLIC_KEY=pk LANGFUSE_SECRET_KEY=sk | langfuse.public-key=pk langfuse.secret-key=sk
					ENDPOINT=https://gw.corp/api/public/otel HEADERS=authorization=OTHER LANGFUSE_PUBLIC_KEY=pk | langfuse.endpoint=https://gw.corp/api/public/otel/v1/traces langfuse.headers[authorization]=OTHER langfuse.public-key=pk
					ENDPOINT=https://cloud.langfuse.com/api/public/otel LANGFUSE_PUBLIC_KEY=pk | langfuse.endpoint=https://cloud.langfuse.com/api/public/otel/v1/traces langfuse.public-key=pk
					ENDPOINT=https://gw.corp/v1/private/otel OPIK_API_KEY=k | opik.api-key=k
					ENDPOINT=https://otlp.eu-west-1a.arize.com ARIZE_API_KEY=k | arize.endpoint=https://otlp.eu-west-1a.arize.com/v1/traces arize.api-key=k
					ENDPOINT=https://intake.superlog.sh HEADERS=x-api-key=OLD,x-more=1 superlog.api-key=NEW | superlog.api-key=NEW superlog.endpoint=https://intake.superlog.sh/v1/traces superlog.headers[x-more]=1 superlog.spans=all
					ENDPOINT=https://gw.corp/api/public/otel HEADERS=authorization=OLD langfuse.public-key=pk | langfuse.public-key=pk
					PHOENIX_COLLECTOR_ENDPOINT=http://phoenix:4317 phoenix.endpoint=http://h:6006/v1/traces | phoenix.endpoint=http://h:6006/v1/traces
					""")
	void eachCredentialIsForOnePlace(String given, String expected) {
		Map<String, Object> variables = new LinkedHashMap<>();
		Map<String, Object> properties = new LinkedHashMap<>();
		parsed(given).forEach((name, value) -> {
			if (name.matches("[a-z].*")) {
				properties.put(ExportProperties.PREFIX + "." + name, value);
			}
			else {
				variables.put(name.contains("_") ? name : "OTEL_EXPORTER_OTLP_" + name, value);
			}
		});
		assertThat(actual(variables, properties)).isEqualTo(parsed(expected));
	}

	/**
	 * What is set for backends in the end.
	 */
	private static Map<String, String> actual(Map<String, Object> variables, Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("variables", variables));
		environment.getPropertySources().addFirst(new MapPropertySource("properties", properties));
		GenericApplicationContext context = new GenericApplicationContext();
		context.setEnvironment(environment);
		new BackendVariablesInitializer().initialize(context);
		Map<String, String> actual = new TreeMap<>();
		if (environment.getPropertySources()
			.get(BackendVariablesInitializer.PROPERTY_SOURCE) instanceof MapPropertySource mapped) {
			mapped.getSource().forEach((name, value) -> actual.put(shortened(name), value.toString()));
		}
		properties.forEach((name, value) -> actual.put(shortened(name), value.toString()));
		return actual;
	}

	private static String shortened(String property) {
		return property.substring(ExportProperties.PREFIX.length() + 1);
	}

	private static Map<String, String> parsed(String entries) {
		Map<String, String> parsed = new TreeMap<>();
		Arrays.stream(entries.split(" ")).forEach((entry) -> {
			int equals = entry.indexOf('=');
			parsed.put(entry.substring(0, equals), entry.substring(equals + 1));
		});
		return parsed;
	}

}

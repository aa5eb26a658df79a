package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The environment variables that products document for themselves, and the properties
 * that they stand for. Superlog documents none, OpenObserve those of
 * {@link OpenTelemetryVariables}.
 */
final class BackendVariables {

	private static final String TRACES = "/v1/traces";

	// @formatter:off
	private static final List<Row> TABLE = List.of(
			// LiveKit's guide to the export of traces; Langfuse's SDKs
			row("langfuse.public-key", "LANGFUSE_PUBLIC_KEY"),
			row("langfuse.secret-key", "LANGFUSE_SECRET_KEY"),
			row("langfuse.base-url", "LANGFUSE_BASE_URL", "LANGFUSE_HOST"),
			row("langfuse.environment", "LANGFUSE_TRACING_ENVIRONMENT"),
			row("langfuse.release", "LANGFUSE_RELEASE"),
			row("langfuse.enabled", BackendVariables::onlyFalse, "LANGFUSE_TRACING_ENABLED"),
			// Catalyst's guide to LiveKit; the newer names of its packages
			row("catalyst.endpoint", tracesAt(TRACES), "CATALYST_OTLP_ENDPOINT", "INFERENCE_OTLP_ENDPOINT"),
			row("catalyst.token", "CATALYST_OTLP_TOKEN", "INFERENCE_API_KEY"),
			row("catalyst.resource.service.name", "CATALYST_SERVICE_NAME", "INFERENCE_SERVICE_NAME"),
			row("catalyst.resource.service.version", "INFERENCE_SERVICE_VERSION"),
			row("catalyst.resource.deployment.environment.name", "INFERENCE_SERVICE_ENVIRONMENT"),
			// Phoenix, "Setup tracing"
			row("phoenix.endpoint", (url) -> isGrpc(url) ? url : tracesAt(TRACES).apply(url), "PHOENIX_COLLECTOR_ENDPOINT"),
			row("phoenix.protocol", (url) -> isGrpc(url) ? "grpc" : null, "PHOENIX_COLLECTOR_ENDPOINT"),
			row("phoenix.api-key", "PHOENIX_API_KEY"),
			row("phoenix.project", "PHOENIX_PROJECT_NAME"),
			// Arize AX, "Set up tracing"
			row("arize.space-id", "ARIZE_SPACE_ID"),
			row("arize.api-key", "ARIZE_API_KEY"),
			row("arize.project", "ARIZE_PROJECT_NAME"),
			row("arize.project", BackendVariables::project, "OTEL_RESOURCE_ATTRIBUTES"),
			// LangSmith, "Trace with OpenTelemetry"; only with LANGSMITH_TRACING=true
			row("langsmith.endpoint", tracesAt("/otel" + TRACES), "LANGSMITH_ENDPOINT"),
			row("langsmith.api-key", "LANGSMITH_API_KEY"),
			row("langsmith.project", "LANGSMITH_PROJECT"),
			// Opik, "SDK configuration"
			row("opik.endpoint", tracesAt("/v1/private/otel" + TRACES), "OPIK_URL_OVERRIDE"),
			row("opik.api-key", "OPIK_API_KEY"),
			row("opik.workspace", "OPIK_WORKSPACE"),
			row("opik.project", "OPIK_PROJECT_NAME"),
			row("opik.enabled", BackendVariables::falseIfTrue, "OPIK_TRACK_DISABLE"),
			// Braintrust, "OpenTelemetry"
			row("braintrust.endpoint", tracesAt("/otel" + TRACES), "BRAINTRUST_API_URL"),
			row("braintrust.api-key", "BRAINTRUST_API_KEY"),
			row("braintrust.parent", "BRAINTRUST_PARENT"));
	// @formatter:on

	private static final String LANGSMITH_TRACING = "LANGSMITH_TRACING";

	private BackendVariables() {
	}

	/**
	 * The properties that the variables of an environment stand for.
	 * @param environment the values of variables by their names
	 */
	static Map<String, String> properties(Function<String, @Nullable String> environment) {
		Map<String, String> properties = new LinkedHashMap<>();
		boolean langSmith = "true".equalsIgnoreCase(environment.apply(LANGSMITH_TRACING));
		for (Row row : TABLE) {
			String value = row.value(environment);
			if (value != null && (langSmith || !row.key().startsWith(BackendPresets.LANGSMITH + "."))) {
				properties.putIfAbsent(row.property(), value);
			}
		}
		return properties;
	}

	/**
	 * The variables that stand for a property.
	 * @return their names, the first of which wins
	 */
	static List<String> namesFor(String property) {
		List<String> names = new ArrayList<>();
		TABLE.stream().filter((row) -> row.property().equals(property)).forEach((row) -> names.addAll(row.names()));
		return names;
	}

	/**
	 * A base URL to which the product's own packages append a path, unless it is there.
	 */
	static Function<String, @Nullable String> tracesAt(String path) {
		return (value) -> {
			String base = withoutSlash(value);
			return base.endsWith(TRACES) ? base : base + path;
		};
	}

	/**
	 * Whether a URL is at the port that Phoenix has for gRPC.
	 */
	private static boolean isGrpc(String url) {
		return withoutSlash(url).endsWith(":4317");
	}

	private static String withoutSlash(String value) {
		int end = value.length();
		while (end > 0 && value.charAt(end - 1) == '/') {
			end--;
		}
		return value.substring(0, end);
	}

	private static @Nullable String project(String resourceAttributes) {
		return OpenTelemetryVariables.entries(resourceAttributes).get(BackendPresets.PROJECT_NAME);
	}

	private static @Nullable String onlyFalse(String value) {
		return value.equalsIgnoreCase("false") ? "false" : null;
	}

	private static @Nullable String falseIfTrue(String value) {
		return value.equalsIgnoreCase("true") ? "false" : null;
	}

	private static Row row(String key, String... names) {
		return row(key, (value) -> value, names);
	}

	private static Row row(String key, Function<String, @Nullable String> meaning, String... names) {
		return new Row(key, meaning, List.of(names));
	}

	/**
	 * A property and its variables.
	 *
	 * @param key the property, without the prefix of all backends
	 * @param meaning what a variable's value is for the property
	 * @param names names of variables, the first of which wins
	 */
	private record Row(String key, Function<String, @Nullable String> meaning, List<String> names) {

		String property() {
			return ExportProperties.PREFIX + "." + this.key;
		}

		@Nullable String value(Function<String, @Nullable String> environment) {
			for (String name : this.names) {
				String value = environment.apply(name);
				if (value != null && !value.isBlank()) {
					return this.meaning.apply(value.strip());
				}
			}
			return null;
		}

	}

}

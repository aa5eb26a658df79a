package io.voicetelemetry.autoconfigure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the variables {@code OTEL_EXPORTER_OTLP_*} stand for: the properties of the
 * product that the endpoint is recognisably of, or else of {@code otlp}.
 */
final class OpenTelemetryVariables {

	private static final String TRACES = "/v1/traces";

	/**
	 * Spring Boot's name for the bundle that it makes of the certificates in variables.
	 */
	private static final String BOOT_BUNDLE = "opentelemetry-tracing";

	/** The hosts of those that are recognised at other hosts, too. */
	private static final Map<String, String> HOSTS = Map.of(BackendPresets.LANGFUSE, "langfuse.com",
			BackendPresets.OPENOBSERVE, "openobserve.ai", BackendPresets.OPIK, "comet.com");

	/** They take everything, so they get what Boot's exporter would have sent there. */
	private static final List<String> GENERAL = List.of(BackendPresets.OPENOBSERVE, BackendPresets.SUPERLOG);

	private final Function<String, @Nullable String> environment;

	OpenTelemetryVariables(Function<String, @Nullable String> environment) {
		this.environment = environment;
	}

	/**
	 * The properties that the variables stand for; none without an endpoint.
	 * @param placed whether a property says where a backend is, by the beginning of its
	 * properties: then the variables, credentials among them, are for another place
	 * @param credentials what else says how a backend lets spans in, by the beginning of
	 * its properties
	 */
	Map<String, String> properties(Predicate<String> placed, Function<String, KnownCredentials> credentials) {
		String endpoint = endpoint();
		if (endpoint == null) {
			return Map.of();
		}
		Map<String, String> headers = headers();
		String backend = Products.backend(endpoint, headers);
		String prefix = ExportProperties.PREFIX + "." + backend + ".";
		if (placed.test(prefix)) {
			return Map.of();
		}
		KnownCredentials known = credentials.apply(prefix);
		if (known != KnownCredentials.NONE && !isOfProduct(backend, endpoint)
				&& (known == KnownCredentials.OF_PROPERTIES
						|| headers.keySet().stream().noneMatch(Headers::isCredential))) {
			// Those credentials are for the product's own host, or for none that is
			// known.
			return Map.of();
		}
		if (known == KnownCredentials.OF_PROPERTIES) {
			headers.keySet().removeIf(Headers::isCredential);
		}
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put(prefix + "endpoint", endpoint);
		headers.forEach((name, value) -> properties.put(prefix + "headers[" + name + "]", value));
		put(properties, prefix + "compression", oneOf(value("COMPRESSION"), "gzip", "none"));
		put(properties, prefix + "protocol", isGrpc() ? "grpc" : null);
		String timeout = value("TIMEOUT");
		put(properties, prefix + "timeout",
				(timeout != null && timeout.matches("[1-9][0-9]{0,9}")) ? timeout + "ms" : null);
		if (value("CERTIFICATE") != null || value("CLIENT_KEY") != null) {
			properties.put(prefix + "ssl.bundle", BOOT_BUNDLE);
		}
		if (GENERAL.contains(backend)) {
			properties.put(prefix + "spans", "all");
		}
		return properties;
	}

	/**
	 * Whether an endpoint is at a host of the product, rather than recognised by its path
	 * or its credential alone.
	 */
	private static boolean isOfProduct(String backend, String endpoint) {
		String host = HOSTS.get(backend);
		return host == null || Endpoints.isAt(endpoint, host);
	}

	/**
	 * The endpoint for traces.
	 * @return the full URL, or {@code null} if none is set, or another exporter shall be
	 * used
	 */
	private @Nullable String endpoint() {
		String exporter = get("OTEL_TRACES_EXPORTER");
		if (exporter != null && !List.of(exporter.toLowerCase(Locale.ROOT).split("\\s*,\\s*")).contains("otlp")) {
			return null;
		}
		String traces = get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
		if (traces != null) {
			return traces;
		}
		String base = get("OTEL_EXPORTER_OTLP_ENDPOINT");
		return (base == null || isGrpc()) ? base : BackendVariables.tracesAt(TRACES).apply(base);
	}

	private boolean isGrpc() {
		return "grpc".equalsIgnoreCase(value("PROTOCOL"));
	}

	/**
	 * Entries as in W3C baggage: {@code name=value,name=value}, percent-encoded.
	 */
	static Map<String, String> entries(String variable) {
		Map<String, String> entries = new LinkedHashMap<>();
		for (String entry : variable.split(",")) {
			int equals = entry.indexOf('=');
			if (equals > 0) {
				entries.put(entry.substring(0, equals).strip(), decoded(entry.substring(equals + 1).strip()));
			}
		}
		return entries;
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		String all = value("HEADERS");
		entries((all != null) ? all : "").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
		return headers;
	}

	private static String decoded(String value) {
		try {
			// A plus is a plus here: Base64 has it.
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

	private @Nullable String value(String name) {
		String traces = get("OTEL_EXPORTER_OTLP_TRACES_" + name);
		return (traces != null) ? traces : get("OTEL_EXPORTER_OTLP_" + name);
	}

	private @Nullable String get(String name) {
		String value = this.environment.apply(name);
		return (value != null && !value.isBlank()) ? value.strip() : null;
	}

	private static @Nullable String oneOf(@Nullable String value, String one, String other) {
		return (one.equalsIgnoreCase(value) || other.equalsIgnoreCase(value)) ? value : null;
	}

	private static void put(Map<String, String> properties, String property, @Nullable String value) {
		if (value != null) {
			properties.put(property, value);
		}
	}

	/**
	 * Recognises products by endpoints. Apart, as most applications set none, and the
	 * patterns take time to compile.
	 */
	private static final class Products {

		// @formatter:off
		/** The first that is found in an endpoint is the product. */
		private static final Map<String, Pattern> PRODUCTS = products(
				BackendPresets.LANGFUSE, "//[^/]+/(.*/)?api/public/otel(/.*)?",
				BackendPresets.OPENOBSERVE, "//api\\.openobserve\\.ai/.*",
				BackendPresets.CATALYST, "//telemetry\\.inference\\.net(/.*)?",
				BackendPresets.SUPERLOG, "//intake\\.superlog\\.sh(/.*)?",
				BackendPresets.PHOENIX, "//app\\.phoenix\\.arize\\.com(/.*)?",
				BackendPresets.ARIZE, "//otlp\\.([a-z0-9-]+\\.)?arize\\.com(/.*)?",
				BackendPresets.LANGSMITH, "//([a-z0-9-]+\\.)?api\\.smith\\.langchain\\.com(/.*)?",
				BackendPresets.OPIK, "//[^/]+/(.*/)?v1/private/otel(/.*)?",
				BackendPresets.BRAINTRUST, "//api(-[a-z]+)?\\.braintrust\\.dev(/.*)?");
		// @formatter:on

		/**
		 * An OpenObserve of one's own; others may have such paths, but not with Basic.
		 */
		private static final Pattern OPENOBSERVE_PATH = Pattern.compile("//[^/]+/api/[^/]+(/otel)?/v1/traces");

		private Products() {
		}

		static String backend(String endpoint, Map<String, String> headers) {
			String rest = endpoint.substring(Math.max(0, endpoint.indexOf("//")));
			if (OPENOBSERVE_PATH.matcher(rest).matches()
					&& headers.getOrDefault(Headers.AUTHORIZATION, "").regionMatches(true, 0, "Basic ", 0, 6)) {
				return BackendPresets.OPENOBSERVE;
			}
			return PRODUCTS.entrySet()
				.stream()
				.filter((product) -> product.getValue().matcher(rest).matches())
				.map(Map.Entry::getKey)
				.findFirst()
				.orElse(BackendPresets.OTLP);
		}

		private static Map<String, Pattern> products(String... namesAndPatterns) {
			Map<String, Pattern> products = new LinkedHashMap<>();
			for (int i = 0; i < namesAndPatterns.length; i += 2) {
				products.put(namesAndPatterns[i], Pattern.compile(namesAndPatterns[i + 1], Pattern.CASE_INSENSITIVE));
			}
			return products;
		}

	}

	/**
	 * Where credentials of a backend are from, other than these variables.
	 */
	enum KnownCredentials {

		/** There are none. */
		NONE,

		/** From the product's own variables. */
		OF_VARIABLES,

		/** From properties, which win. */
		OF_PROPERTIES

	}

}

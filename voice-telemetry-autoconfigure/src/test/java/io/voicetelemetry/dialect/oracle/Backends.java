package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How each backend is configured in tests, given the URL of its receiver.
 */
final class Backends {

	private static final Map<String, Function<String, List<String>>> ALL = new LinkedHashMap<>();

	static {
		ALL.put("langfuse", (url) -> List.of("base-url=" + url, "public-key=pk-lf-1", "secret-key=sk-lf-2"));
		ALL.put("openobserve",
				(url) -> List.of("base-url=" + url, "organization=clinic", "token=dXNlcjpwYXNz", "stream=calls"));
		ALL.put("phoenix", (url) -> List.of(traces(url), "api-key=phoenix-key", "project=clinic"));
		ALL.put("catalyst", (url) -> List.of(traces(url), "token=catalyst-key", "resource.service.name=clinic-agent"));
		ALL.put("superlog", (url) -> List.of(traces(url), "api-key=sl_public_1"));
		ALL.put("arize", (url) -> List.of(traces(url), "space-id=space-1", "api-key=arize-key", "project=clinic"));
		ALL.put("langsmith", (url) -> List.of(traces(url), "api-key=lsv2-key", "project=clinic"));
		ALL.put("opik", (url) -> List.of(traces(url), "api-key=opik-key", "workspace=clinic", "project=calls"));
		ALL.put("braintrust", (url) -> List.of(traces(url), "api-key=bt-key", "project=clinic"));
		ALL.put("otlp", (url) -> List.of(traces(url)));
	}

	private Backends() {
	}

	private static String traces(String url) {
		return "endpoint=" + url + "/v1/traces";
	}

	static Map<String, Function<String, List<String>>> all() {
		return ALL;
	}

	/** One alone. */
	static Map<String, Function<String, List<String>>> only(String name) {
		return Map.of(name, ALL.getOrDefault(name, (url) -> List.of()));
	}

}

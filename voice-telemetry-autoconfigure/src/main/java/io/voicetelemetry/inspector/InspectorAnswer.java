package io.voicetelemetry.inspector;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a request of the page, whatever serves it.
 *
 * @param status the HTTP status
 * @param headers the headers, the type of the content among them
 * @param body the content
 */
record InspectorAnswer(int status, Map<String, String> headers, byte[] body) {

	/**
	 * Only what comes with the page is run or shown, and only pages of the same origin
	 * may have it in a frame: what callers said is on it.
	 */
	private static final Map<String, String> GUARDS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy",
			"same-origin", "Cache-Control", "no-store");

	static InspectorAnswer of(int status, String contentType, byte[] body) {
		Map<String, String> headers = guards();
		headers.put("Content-Type", contentType);
		return new InspectorAnswer(status, headers, body);
	}

	static InspectorAnswer json(int status, String json) {
		return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
	}

	InspectorAnswer with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new InspectorAnswer(this.status, headers, this.body);
	}

	static Map<String, String> guards() {
		return new LinkedHashMap<>(GUARDS);
	}

}

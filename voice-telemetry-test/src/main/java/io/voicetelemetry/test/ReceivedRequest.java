package io.voicetelemetry.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One request to an {@link OtlpReceiver}, also one it did not accept. Immutable.
 *
 * @param method the HTTP method
 * @param path the path, without the query
 * @param headers the headers, names in lower case
 * @param contentLength bytes of the body as sent, that is, compressed if it was
 * @param gzip whether the body was compressed with gzip
 * @param spanCount how many spans the body held; 0 when it could not be read
 * @param status the HTTP status of the answer
 * @since 0.1.0
 */
public record ReceivedRequest(String method, String path, Map<String, List<String>> headers, long contentLength,
		boolean gzip, int spanCount, int status) {

	public ReceivedRequest {
		Map<String, List<String>> copy = new LinkedHashMap<>();
		headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
		headers = Collections.unmodifiableMap(copy);
	}

	/**
	 * Return a header's first value.
	 * @param name the header's name, in lower case
	 * @return the value, or {@code null} when there is none
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.getOrDefault(name, List.of());
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + " (" + this.spanCount + " spans, answered " + this.status + ")";
	}

}

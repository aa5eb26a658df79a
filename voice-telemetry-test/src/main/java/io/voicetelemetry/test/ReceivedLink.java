package io.voicetelemetry.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A link from a {@link ReceivedSpan} to another span. Immutable.
 *
 * @param traceId the other span's trace, 32 lower-case hex digits
 * @param spanId the other span, 16 lower-case hex digits
 * @param attributes the attributes, typed as those of a span
 * @since 0.1.0
 */
public record ReceivedLink(String traceId, String spanId, Map<String, Object> attributes) {

	public ReceivedLink {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
	}

}

package io.voicetelemetry.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of a {@link ReceivedSpan}. Immutable.
 *
 * @param name the event's name
 * @param epochNanos when it happened, in nanoseconds since the epoch
 * @param attributes the attributes, typed as those of a span
 * @since 0.1.0
 */
public record ReceivedEvent(String name, long epochNanos, Map<String, Object> attributes) {

	public ReceivedEvent {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
	}

}

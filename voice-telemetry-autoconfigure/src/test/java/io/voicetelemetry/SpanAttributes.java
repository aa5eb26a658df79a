package io.voicetelemetry;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.TelemetryAttribute;

/**
 * Reads attributes of spans by what this project calls them.
 */
public final class SpanAttributes {

	private SpanAttributes() {
	}

	/**
	 * The value of an attribute.
	 * @param <T> the type of the value
	 * @param span the span
	 * @param attribute the attribute
	 * @return the value, or {@code null} if there is none
	 */
	public static <T> T attribute(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

}

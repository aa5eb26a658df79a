package io.voicetelemetry.dialect;

import java.util.Set;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a span that products have no word for, and show as metadata: its
 * figures, never what was said.
 */
final class SpanFigures {

	private static final String OWN = "voice.";

	private static final Set<TelemetryAttribute<?>> OTHERS = Set.of(TelemetryAttributes.TENANT_ID,
			TelemetryAttributes.ERROR_TYPE, TelemetryAttributes.TIME_TO_FIRST_CHUNK, TelemetryAttributes.RESPONSE_ID);

	private SpanFigures() {
	}

	/**
	 * Adds the figures of a span under their keys.
	 * @param span the span
	 * @param metadata what to add them to
	 * @return the same
	 */
	static JsonObject addTo(JsonObject metadata, CanonicalSpan span) {
		span.data().getAttributes().forEach((key, value) -> {
			if (isFigure(key.getKey())) {
				metadata.put(key.getKey(), value);
			}
		});
		return metadata;
	}

	/**
	 * Whether a key is that of a figure.
	 * @param key the key
	 * @return {@code true} if it is
	 */
	static boolean isFigure(String key) {
		return isFigure(TelemetryAttributes.find(key));
	}

	private static boolean isFigure(@Nullable TelemetryAttribute<?> attribute) {
		return attribute != null && attribute.sensitivity() == Sensitivity.SAFE
				&& (attribute.key().getKey().startsWith(OWN) || OTHERS.contains(attribute));
	}

}

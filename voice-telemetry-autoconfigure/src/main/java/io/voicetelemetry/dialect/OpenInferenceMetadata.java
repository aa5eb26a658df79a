package io.voicetelemetry.dialect;

import java.util.Map;
import java.util.Set;

import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a span that OpenInference has no key for, as the JSON object that it has
 * for such.
 */
final class OpenInferenceMetadata {

	private static final String OWN = "voice.";

	private static final Set<TelemetryAttribute<?>> OTHERS = Set.of(TelemetryAttributes.TENANT_ID,
			TelemetryAttributes.ERROR_TYPE, TelemetryAttributes.TIME_TO_FIRST_CHUNK, TelemetryAttributes.RESPONSE_ID);

	private static final String DROPPED_MESSAGES = "voice.dropped_messages";

	private OpenInferenceMetadata() {
	}

	/**
	 * Puts the metadata together.
	 * @param span the span
	 * @param given those of the application, or {@code null}
	 * @param droppedMessages how many messages were left out
	 * @return a JSON object, or {@code null} if there are none, or none that could be
	 * added to those of the application
	 */
	static @Nullable String of(CanonicalSpan span, @Nullable String given, int droppedMessages) {
		JsonObject metadata = new JsonObject();
		if (given != null) {
			if (!(JsonReader.parse(given) instanceof Map<?, ?> fields)) {
				return null;
			}
			fields.forEach((name, value) -> metadata.put(String.valueOf(name), value));
		}
		span.data().getAttributes().forEach((key, value) -> {
			TelemetryAttribute<?> attribute = TelemetryAttributes.find(key.getKey());
			if (belongs(attribute)) {
				metadata.put(key.getKey(), value);
			}
		});
		if (droppedMessages > 0) {
			metadata.put(DROPPED_MESSAGES, droppedMessages);
		}
		return metadata.isEmpty() ? null : metadata.toString();
	}

	private static boolean belongs(@Nullable TelemetryAttribute<?> attribute) {
		return attribute != null && attribute.sensitivity() == Sensitivity.SAFE
				&& (attribute.key().getKey().startsWith(OWN) || OTHERS.contains(attribute));
	}

}

package io.voicetelemetry.dialect;

import java.util.Map;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a span that OpenInference has no key for, as the JSON object that it has
 * for such.
 */
final class OpenInferenceMetadata {

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
		SpanFigures.addTo(metadata, span);
		if (droppedMessages > 0) {
			metadata.put(DROPPED_MESSAGES, droppedMessages);
		}
		return metadata.isEmpty() ? null : metadata.toString();
	}

}

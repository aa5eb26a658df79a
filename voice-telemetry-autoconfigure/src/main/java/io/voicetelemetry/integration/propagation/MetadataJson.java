package io.voicetelemetry.integration.propagation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import org.jspecify.annotations.Nullable;

/**
 * Adds texts to a JSON object.
 */
final class MetadataJson {

	private MetadataJson() {
	}

	/**
	 * Adds entries to an object, and replaces those with the same name.
	 * @return the object, or {@code null} if the text is none. Where nothing is replaced,
	 * what it has stays as it is written
	 */
	static @Nullable String merge(String text, Map<String, String> entries) {
		if (!(JsonReader.parse(text) instanceof Map<?, ?> object)) {
			return null;
		}
		StringBuilder json = new StringBuilder(text.length() + 256);
		if (isAny(object, entries.keySet())) {
			Map<Object, @Nullable Object> others = new LinkedHashMap<>(object);
			others.keySet().removeAll(entries.keySet());
			write(json, others);
			json.setLength(json.length() - 1);
			appendTo(json, others.isEmpty(), entries);
		}
		else {
			json.append(text, 0, text.lastIndexOf('}'));
			appendTo(json, object.isEmpty(), entries);
		}
		return json.append('}').toString();
	}

	private static boolean isAny(Map<?, ?> object, Collection<String> names) {
		return names.stream().anyMatch(object::containsKey);
	}

	private static void appendTo(StringBuilder json, boolean empty, Map<String, String> entries) {
		String separator = empty ? "" : ",";
		for (Map.Entry<String, String> entry : entries.entrySet()) {
			json.append(separator).append(MessageJson.quoted(entry.getKey())).append(':');
			json.append(MessageJson.quoted(entry.getValue()));
			separator = ",";
		}
	}

	private static void write(StringBuilder json, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : object.entrySet()) {
				json.append(separator).append(MessageJson.quoted(String.valueOf(entry.getKey()))).append(':');
				write(json, entry.getValue());
				separator = ",";
			}
			json.append(object.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof List<?> list) {
			String separator = "[";
			for (Object each : list) {
				json.append(separator);
				write(json, each);
				separator = ",";
			}
			json.append(list.isEmpty() ? "[]" : "]");
		}
		else {
			boolean number = !(value instanceof Double real) || Double.isFinite(real);
			json.append((value instanceof String text) ? MessageJson.quoted(text)
					: number ? String.valueOf(value) : "null");
		}
	}

}

package io.voicetelemetry.dialect.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Attributes as JavaScript, Python and Rust see them: an empty text is none.
 */
final class SpanValues {

	static final JsonMapper JSON = JsonMapper.shared();

	private final Map<String, Object> values;

	SpanValues(Map<String, Object> values) {
		this.values = values;
	}

	boolean has(String key) {
		return isPresent(this.values.get(key));
	}

	boolean hasPrefix(String prefix) {
		return this.values.keySet().stream().anyMatch((key) -> key.startsWith(prefix));
	}

	/** The value, or null when there is none or it is empty. */
	@Nullable Object value(String key) {
		Object value = this.values.get(key);
		return isPresent(value) ? value : null;
	}

	private static boolean isPresent(@Nullable Object value) {
		return value != null && !"".equals(value) && !(value instanceof Collection<?> values && values.isEmpty());
	}

	/** The first value that there is, as text. */
	@Nullable String first(String... keys) {
		for (String key : keys) {
			Object value = value(key);
			if (value != null) {
				return text(value);
			}
		}
		return null;
	}

	/** The first number that there is. */
	@Nullable Long firstCount(String... keys) {
		for (String key : keys) {
			Long count = count(this.values.get(key));
			if (count != null) {
				return count;
			}
		}
		return null;
	}

	static @Nullable Long count(@Nullable Object value) {
		if (value instanceof Number number) {
			return number.longValue();
		}
		if (value instanceof String text && text.matches("[0-9]{1,18}")) {
			return Long.valueOf(text);
		}
		return null;
	}

	/** The values whose keys begin so, by the rest of the key. */
	Map<String, Object> withPrefix(String prefix) {
		Map<String, Object> found = new LinkedHashMap<>();
		this.values.forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				found.put(key.substring(prefix.length()), value);
			}
		});
		return found;
	}

	/** The values whose keys begin so, put together to one nested JSON object. */
	String nested(String prefix) {
		ObjectNode root = JSON.createObjectNode();
		withPrefix(prefix).forEach((rest, value) -> {
			String path = rest.startsWith(".") ? rest.substring(1) : rest;
			ObjectNode node = root;
			String[] steps = path.split("\\.");
			for (int i = 0; i < steps.length - 1; i++) {
				node = (node.get(steps[i]) instanceof ObjectNode inner) ? inner : node.putObject(steps[i]);
			}
			node.set(steps[steps.length - 1], JSON.valueToTree(value));
		});
		return root.toString();
	}

	static String text(Object value) {
		return (value instanceof String text) ? text
				: (value instanceof Collection<?>) ? JSON.writeValueAsString(value) : value.toString();
	}

	/** The JSON in a text, or null when it is none. */
	static @Nullable JsonNode json(@Nullable Object value) {
		if (!(value instanceof String text)) {
			return null;
		}
		try {
			JsonNode json = JSON.readTree(text);
			return json.isMissingNode() ? null : json;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** Texts of a list, a JSON array, a comma list or one text. */
	static List<String> texts(@Nullable Object value) {
		List<String> texts = new ArrayList<>();
		if (value instanceof Collection<?> values) {
			values.forEach((each) -> texts.add(each.toString()));
		}
		else if (json(value) instanceof ArrayNode array) {
			array.forEach((each) -> texts.add(each.asString()));
		}
		else if (value instanceof String text) {
			for (String each : text.split(",")) {
				texts.add(each.strip());
			}
		}
		return texts;
	}

	/** The entries of a JSON object in a text; null when it is no object. */
	static @Nullable Map<String, Object> object(@Nullable Object value) {
		if (!(json(value) instanceof ObjectNode object)) {
			return null;
		}
		Map<String, Object> entries = new LinkedHashMap<>();
		object.propertyStream().forEach((entry) -> entries.put(entry.getKey(), plain(entry.getValue())));
		return entries;
	}

	private static Object plain(JsonNode node) {
		return node.isString() ? node.asString() : node.isIntegralNumber() ? node.asLong()
				: node.isNumber() ? node.asDouble() : node.isBoolean() ? node.asBoolean() : node.toString();
	}

}

package io.voicetelemetry.content;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts a JSON object together, and writes whatever {@link JsonReader} reads. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class JsonObject {

	private final Map<String, Object> fields = new LinkedHashMap<>();

	/**
	 * Puts a field.
	 * @param name the name
	 * @param value text, a number, a boolean, a map, a list or another object;
	 * {@code null} for what is not known leaves the field out
	 * @return this
	 */
	public JsonObject put(String name, @Nullable Object value) {
		if (value != null) {
			this.fields.put(name, value);
		}
		return this;
	}

	/**
	 * Whether there is nothing in it.
	 * @return {@code true} if no field was put
	 */
	public boolean isEmpty() {
		return this.fields.isEmpty();
	}

	/**
	 * The object, without spaces.
	 */
	@Override
	public String toString() {
		return text(this.fields);
	}

	/**
	 * A value as JSON. What JSON has no form for is written as text, such as a number
	 * that is not finite.
	 * @param value text, a number, a boolean, a map, a list, an object or {@code null}
	 * @return the value, without spaces
	 */
	public static String text(@Nullable Object value) {
		StringBuilder json = new StringBuilder(64);
		write(json, value);
		return json.toString();
	}

	private static void write(StringBuilder json, @Nullable Object value) {
		if (value instanceof Double number && Double.isFinite(number)) {
			JsonNumber.write(json, number);
		}
		else if (value == null || value instanceof Boolean
				|| (value instanceof Number number && Double.isFinite(number.doubleValue()))) {
			json.append(value);
		}
		else if (value instanceof JsonObject object) {
			write(json, object.fields);
		}
		else if (value instanceof Map<?, ?> object) {
			write(json, object);
		}
		else if (value instanceof Iterable<?> array) {
			write(json, array);
		}
		else {
			MessageJson.quote(json, value.toString());
		}
	}

	private static void write(StringBuilder json, Map<?, ?> object) {
		json.append('{');
		String separator = "";
		for (Map.Entry<?, ?> field : object.entrySet()) {
			MessageJson.quote(json.append(separator), String.valueOf(field.getKey()));
			write(json.append(':'), field.getValue());
			separator = ",";
		}
		json.append('}');
	}

	private static void write(StringBuilder json, Iterable<?> array) {
		json.append('[');
		String separator = "";
		for (Object element : array) {
			write(json.append(separator), element);
			separator = ",";
		}
		json.append(']');
	}

}

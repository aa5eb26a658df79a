package io.voicetelemetry.content;

import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Text as the JSON that the GenAI semantic conventions ask for in
 * {@code gen_ai.input.messages}, {@code gen_ai.output.messages} and
 * {@code gen_ai.system_instructions}.
 *
 * @since 0.1
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md">GenAI
 * spans</a>
 */
public final class MessageJson {

	private MessageJson() {
	}

	/**
	 * One message with one text part.
	 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
	 * @param text the text
	 * @return a JSON array of one message
	 */
	public static String message(String role, String text) {
		StringBuilder json = new StringBuilder(text.length() + 64);
		json.append("[{\"role\":");
		quote(json, role);
		json.append(",\"parts\":[{\"type\":\"text\",\"content\":");
		quote(json, text);
		return json.append("}]}]").toString();
	}

	/**
	 * Instructions with one text part.
	 * @param text the text
	 * @return a JSON array of one part
	 */
	public static String instructions(String text) {
		StringBuilder json = new StringBuilder(text.length() + 48);
		json.append("[{\"type\":\"text\",\"content\":");
		quote(json, text);
		return json.append("}]").toString();
	}

	/**
	 * Named values as a JSON object: numbers and booleans as such, everything else as its
	 * string form.
	 * @param names the names
	 * @param values the values, one for each name; {@code null} and what is missing
	 * become {@code null}
	 * @return a JSON object
	 */
	public static String object(String[] names, @Nullable Object[] values) {
		StringBuilder json = new StringBuilder(64);
		json.append('{');
		for (int i = 0; i < names.length; i++) {
			if (i > 0) {
				json.append(',');
			}
			quote(json, names[i]);
			json.append(':');
			value(json, (i < values.length) ? values[i] : null);
		}
		return json.append('}').toString();
	}

	private static void value(StringBuilder json, @Nullable Object value) {
		String text = (value != null) ? value.toString() : null;
		if (text == null || value instanceof Boolean || isFiniteNumber(value)) {
			json.append(text);
		}
		else {
			quote(json, text);
		}
	}

	private static boolean isFiniteNumber(@Nullable Object value) {
		if (value instanceof Double || value instanceof Float) {
			return Double.isFinite(((Number) value).doubleValue());
		}
		return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte
				|| isExactly(value, BigInteger.class) || isExactly(value, BigDecimal.class);
	}

	/**
	 * Unlike the others these may be extended, and a subclass may call itself anything.
	 */
	private static boolean isExactly(@Nullable Object value, Class<?> type) {
		return value != null && value.getClass() == type;
	}

	/**
	 * A JSON text that means the same, without escapes for characters that need none.
	 */
	static String withoutEscapes(String json) {
		StringBuilder text = new StringBuilder(json.length());
		int i = 0;
		while (i < json.length()) {
			char c = json.charAt(i);
			if (c != '\\' || i + 1 == json.length()) {
				text.append(c);
				i++;
				continue;
			}
			int escaped = (json.charAt(i + 1) == 'u') ? hex(json, i + 2) : -1;
			if (escaped >= ' ' && escaped != '"' && escaped != '\\') {
				text.append((char) escaped);
				i += 6;
			}
			else if (json.charAt(i + 1) == '/') {
				text.append('/');
				i += 2;
			}
			else {
				text.append(c).append(json.charAt(i + 1));
				i += 2;
			}
		}
		return text.toString();
	}

	private static int hex(String json, int start) {
		int value = 0;
		for (int i = start; i < start + 4; i++) {
			int digit = (i < json.length() && json.charAt(i) < 128) ? Character.digit(json.charAt(i), 16) : -1;
			if (digit < 0) {
				return -1;
			}
			value = value << 4 | digit;
		}
		return value;
	}

	/**
	 * A text as a JSON string.
	 * @param text the text
	 * @return the text in quotes, with escapes where JSON wants them
	 */
	public static String quoted(String text) {
		StringBuilder json = new StringBuilder(text.length() + 16);
		quote(json, text);
		return json.toString();
	}

	static void quote(StringBuilder json, String text) {
		json.append('"');
		// What needs no escape is copied at once.
		int copied = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c >= 0x20 && c != '"' && c != '\\') {
				continue;
			}
			json.append(text, copied, i);
			copied = i + 1;
			switch (c) {
				case '"' -> json.append("\\\"");
				case '\\' -> json.append("\\\\");
				case '\n' -> json.append("\\n");
				case '\r' -> json.append("\\r");
				case '\t' -> json.append("\\t");
				default ->
					json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
			}
		}
		if (copied == 0) {
			json.append(text);
		}
		else {
			json.append(text, copied, text.length());
		}
		json.append('"');
	}

}

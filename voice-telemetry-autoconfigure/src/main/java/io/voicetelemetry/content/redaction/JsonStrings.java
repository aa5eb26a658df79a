package io.voicetelemetry.content.redaction;

import org.jspecify.annotations.Nullable;

/**
 * Strings as JSON has them.
 */
final class JsonStrings {

	private static final String ESCAPED = "\"\\/bfnrt";

	private static final String MEANT = "\"\\/\b\f\n\r\t";

	private static final int HEX_DIGITS = 4;

	private JsonStrings() {
	}

	/**
	 * Where the string ends that begins with the quote at an index, exclusive: after the
	 * second quote or at the end of the text; or -1 if it is none.
	 */
	static int end(String text, int start) {
		int i = start + 1;
		while (i < text.length()) {
			char c = text.charAt(i);
			if (c == '"') {
				return i + 1;
			}
			if (c < ' ') {
				return -1;
			}
			i += (c == '\\') ? 2 : 1;
		}
		return text.length();
	}

	/**
	 * What a string means, or {@code null} if it is none.
	 */
	static @Nullable String value(String text, int start, int end) {
		boolean closed = end - start > 1 && text.charAt(end - 1) == '"' && !isEscaped(text, start + 1, end - 1);
		int last = closed ? end - 1 : end;
		StringBuilder value = new StringBuilder(last - start);
		for (int i = start + 1; i < last; i++) {
			char c = text.charAt(i);
			if (c != '\\') {
				value.append(c);
				continue;
			}
			i++;
			if (i >= last) {
				// The text was cut here.
				break;
			}
			int known = ESCAPED.indexOf(text.charAt(i));
			if (known >= 0) {
				value.append(MEANT.charAt(known));
			}
			else if (text.charAt(i) == 'u' && i + HEX_DIGITS < last) {
				int code = hex(text, i + 1);
				if (code < 0) {
					return null;
				}
				value.append((char) code);
				i += HEX_DIGITS;
			}
			else if (text.charAt(i) == 'u' && !closed) {
				break;
			}
			else {
				return null;
			}
		}
		return value.toString();
	}

	private static boolean isEscaped(String text, int from, int index) {
		int backslashes = 0;
		while (index - backslashes > from && text.charAt(index - backslashes - 1) == '\\') {
			backslashes++;
		}
		return backslashes % 2 == 1;
	}

	/**
	 * The number in four hexadecimal digits, or -1 if they are none.
	 */
	static int hex(String text, int start) {
		int code = 0;
		for (int i = start; i < start + HEX_DIGITS; i++) {
			int digit = (text.charAt(i) < 0x80) ? Character.digit(text.charAt(i), 16) : -1;
			if (digit < 0) {
				return -1;
			}
			code = code * 16 + digit;
		}
		return code;
	}

	/**
	 * Writes a text as a string.
	 */
	static void quote(StringBuilder json, String text) {
		json.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			int known = MEANT.indexOf(c);
			if (known >= 0 && c != '/') {
				json.append('\\').append(ESCAPED.charAt(known));
			}
			else if (c < ' ') {
				json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
			}
			else {
				json.append(c);
			}
		}
		json.append('"');
	}

}

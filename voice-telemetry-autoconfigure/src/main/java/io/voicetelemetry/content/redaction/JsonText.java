package io.voicetelemetry.content.redaction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Redacts the strings and numbers in JSON, or in the beginning of JSON that was cut, so
 * or in several after each other, so that it is still JSON afterwards: a number that has
 * to go becomes a string. Strings are redacted as what they mean, not as they are
 * escaped.
 */
final class JsonText {

	/** Nobody nests any deeper; it is redacted as plain text then. */
	private static final int MAX_DEPTH = 512;

	private final String text;

	/** Whether more may follow where one ends. */
	private final boolean many;

	private final UnaryOperator<String> strings;

	private final UnaryOperator<String> plain;

	private final StringBuilder redacted;

	private final Deque<JsonLevel> levels = new ArrayDeque<>();

	private int position;

	private Expected expected = Expected.VALUE;

	private JsonText(String text, boolean many, UnaryOperator<String> strings, UnaryOperator<String> plain) {
		this.text = text;
		this.many = many;
		this.strings = strings;
		this.plain = plain;
		this.redacted = new StringBuilder(text.length() + 16);
	}

	/**
	 * The redacted text, or {@code null} if it is no object, array or string in JSON.
	 * @param text the text
	 * @param strings redacts what is in a string
	 * @param plain redacts what is in a number
	 */
	static @Nullable String redact(String text, UnaryOperator<String> strings, UnaryOperator<String> plain) {
		int start = 0;
		while (start < text.length() && isSpace(text.charAt(start))) {
			start++;
		}
		if (start == text.length() || "{[\"".indexOf(text.charAt(start)) < 0) {
			return null;
		}
		boolean many = text.charAt(start) != '"';
		JsonText json = new JsonText(text, many, strings, plain);
		boolean whole = json.read() && (many || json.expected == Expected.NOTHING);
		return whole ? json.redacted.toString() : null;
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c == '\n' || c == '\r' || c == '\t';
	}

	private boolean read() {
		while (this.position < this.text.length()) {
			char c = this.text.charAt(this.position);
			if (isSpace(c)) {
				copy(this.position + 1);
			}
			else if (!next(c)) {
				return false;
			}
		}
		return true;
	}

	private boolean next(char c) {
		return switch (this.expected) {
			case VALUE -> value(c);
			case VALUE_OR_END -> (c == ']') ? close(c) : value(c);
			case KEY -> c == '"' && string(Expected.COLON);
			case KEY_OR_END -> (c == '}') ? close(c) : (c == '"' && string(Expected.COLON));
			case COLON -> c == ':' && sign(Expected.VALUE);
			case COMMA_OR_END -> (c == ',') ? sign(level().isArray() ? Expected.VALUE : Expected.KEY) : close(c);
			// Each line of a file may be JSON.
			case NOTHING -> this.many && (c == '{' || c == '[') && value(c);
		};
	}

	private JsonLevel level() {
		return this.levels.getLast();
	}

	private boolean value(char c) {
		if (c == '"') {
			return string(afterValue());
		}
		if (c == '{' || c == '[') {
			noDigits();
			this.levels.addLast(new JsonLevel(c == '[', this.redacted.length()));
			return this.levels.size() <= MAX_DEPTH && sign((c == '[') ? Expected.VALUE_OR_END : Expected.KEY_OR_END);
		}
		return (c == '-' || (c >= '0' && c <= '9')) ? number() : literal();
	}

	private Expected afterValue() {
		return this.levels.isEmpty() ? Expected.NOTHING : Expected.COMMA_OR_END;
	}

	private boolean sign(Expected next) {
		copy(this.position + 1);
		this.expected = next;
		return true;
	}

	private void copy(int end) {
		this.redacted.append(this.text, this.position, end);
		this.position = end;
	}

	private boolean close(char c) {
		if (this.levels.isEmpty() || c != (level().isArray() ? ']' : '}')) {
			return false;
		}
		JsonLevel level = this.levels.removeLast();
		String digits = level.digits();
		String without = (digits != null) ? this.plain.apply(digits) : null;
		if (without != null && !without.equals(digits)) {
			// Its parts are nothing, together they are.
			this.redacted.setLength(level.start());
			this.redacted.append('[');
			JsonStrings.quote(this.redacted, without);
		}
		return sign(afterValue());
	}

	private void noDigits() {
		if (!this.levels.isEmpty()) {
			level().add(null);
		}
	}

	private boolean string(Expected next) {
		int end = JsonStrings.end(this.text, this.position);
		if (end < 0) {
			return false;
		}
		String value = JsonStrings.value(this.text, this.position, end);
		if (value == null) {
			return false;
		}
		String without = this.strings.apply(value);
		boolean same = without.equals(value);
		if (next != Expected.COLON && !this.levels.isEmpty()) {
			level().add(same ? value : null);
		}
		if (same) {
			copy(end);
		}
		else {
			JsonStrings.quote(this.redacted, without);
			this.position = end;
		}
		this.expected = next;
		return true;
	}

	private boolean number() {
		int end = JsonNumbers.end(this.text, this.position);
		if (end < 0) {
			return false;
		}
		String number = this.text.substring(this.position, end);
		String without = this.plain.apply(number);
		boolean same = without.equals(number);
		if (!this.levels.isEmpty()) {
			level().add(same ? number : null);
		}
		if (!same) {
			JsonStrings.quote(this.redacted, without);
			this.position = end;
		}
		else {
			copy(end);
		}
		this.expected = afterValue();
		return true;
	}

	private boolean literal() {
		for (String literal : new String[] { "true", "false", "null" }) {
			int length = Math.min(literal.length(), this.text.length() - this.position);
			if (this.text.startsWith(literal.substring(0, length), this.position)) {
				noDigits();
				copy(this.position + length);
				this.expected = afterValue();
				return true;
			}
		}
		return false;
	}

	private enum Expected {

		VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END, NOTHING

	}

}

package io.voicetelemetry.content;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly as RFC 8259 has it, in linear time, and no deeper than
 * {@value #MAX_DEPTH} levels. Texts come from models, tools and callers: nothing that is
 * in them throws. A JSON library is on the class path of most applications, but not of
 * all.
 *
 * @since 0.1
 */
public final class JsonReader {

	/**
	 * How deep arrays and objects may be nested.
	 */
	public static final int MAX_DEPTH = 64;

	private static final int MAX_LONG_DIGITS = 18;

	/** Longer ones are no ids, and take more than linear time. */
	private static final int MAX_EXACT_DIGITS = 300;

	private final String text;

	private int position;

	private int depth;

	private JsonReader(String text) {
		this.text = text;
	}

	/**
	 * Reads a JSON text.
	 * @param text the text
	 * @return a {@link Map} in the order of the text, {@link List}, {@link String},
	 * {@link Long} or, for whole numbers of more than 18 digits, {@link BigInteger},
	 * {@link Double} or {@link Boolean}; {@code null} if the text is not JSON, is nested
	 * too deeply, or is the JSON {@code null}
	 */
	public static @Nullable Object parse(String text) {
		try {
			return read(text);
		}
		catch (NotJson ex) {
			return null;
		}
	}

	/**
	 * Whether a text is a JSON text.
	 * @param text the text
	 * @return {@code true} if {@link #parse} could read it
	 */
	public static boolean isValid(String text) {
		try {
			read(text);
			return true;
		}
		catch (NotJson ex) {
			return false;
		}
	}

	private static @Nullable Object read(String text) {
		JsonReader reader = new JsonReader(text);
		Object value = reader.value();
		reader.skipSpace();
		require(reader.position == text.length());
		return value;
	}

	private @Nullable Object value() {
		skipSpace();
		return switch (peek()) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			case 't' -> literal("true", Boolean.TRUE);
			case 'f' -> literal("false", Boolean.FALSE);
			case 'n' -> literal("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> object() {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		open();
		if (!closes('}')) {
			do {
				skipSpace();
				require(peek() == '"');
				String name = string();
				skipSpace();
				require(next() == ':');
				object.put(name, value());
			}
			while (goesOn('}'));
		}
		this.depth--;
		return object;
	}

	private List<@Nullable Object> array() {
		List<@Nullable Object> array = new ArrayList<>();
		open();
		if (!closes(']')) {
			do {
				array.add(value());
			}
			while (goesOn(']'));
		}
		this.depth--;
		return array;
	}

	private void open() {
		this.position++;
		require(++this.depth <= MAX_DEPTH);
	}

	private boolean closes(char end) {
		skipSpace();
		if (peek() == end) {
			this.position++;
			return true;
		}
		return false;
	}

	private boolean goesOn(char end) {
		skipSpace();
		char c = next();
		require(c == ',' || c == end);
		return c == ',';
	}

	private String string() {
		this.position++;
		int start = this.position;
		int end = start;
		while (end < this.text.length() && this.text.charAt(end) != '"' && this.text.charAt(end) != '\\'
				&& this.text.charAt(end) >= ' ') {
			end++;
		}
		this.position = end;
		if (peek() == '"') {
			this.position++;
			return this.text.substring(start, end);
		}
		return escaped(new StringBuilder(this.text.substring(start, end)));
	}

	private String escaped(StringBuilder value) {
		for (char c = next(); c != '"'; c = next()) {
			require(c >= ' ');
			value.append((c == '\\') ? escape() : c);
		}
		return value.toString();
	}

	private char escape() {
		char c = next();
		return switch (c) {
			case '"', '\\', '/' -> c;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
			default -> throw NotJson.INSTANCE;
		};
	}

	private int hex() {
		char c = next();
		int digit = (c < 128) ? Character.digit(c, 16) : -1;
		require(digit >= 0);
		return digit;
	}

	private @Nullable Object literal(String literal, @Nullable Object value) {
		require(this.text.startsWith(literal, this.position));
		this.position += literal.length();
		return value;
	}

	private Number number() {
		int start = this.position;
		if (peek() == '-') {
			this.position++;
		}
		int digits = this.position;
		digits();
		require(this.text.charAt(digits) != '0' || this.position == digits + 1);
		boolean whole = true;
		if (isNext('.')) {
			whole = false;
			this.position++;
			digits();
		}
		if (isNext('e') || isNext('E')) {
			whole = false;
			this.position++;
			if (isNext('+') || isNext('-')) {
				this.position++;
			}
			digits();
		}
		String number = this.text.substring(start, this.position);
		int length = this.position - digits;
		if (whole && length <= MAX_LONG_DIGITS) {
			return Long.valueOf(number);
		}
		return (whole && length <= MAX_EXACT_DIGITS) ? new BigInteger(number) : Double.valueOf(number);
	}

	private void digits() {
		int start = this.position;
		while (this.position < this.text.length() && this.text.charAt(this.position) >= '0'
				&& this.text.charAt(this.position) <= '9') {
			this.position++;
		}
		require(this.position > start);
	}

	private boolean isNext(char c) {
		return this.position < this.text.length() && this.text.charAt(this.position) == c;
	}

	private void skipSpace() {
		while (this.position < this.text.length() && " \t\n\r".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
	}

	private char peek() {
		require(this.position < this.text.length());
		return this.text.charAt(this.position);
	}

	private char next() {
		char c = peek();
		this.position++;
		return c;
	}

	private static void require(boolean valid) {
		if (!valid) {
			throw NotJson.INSTANCE;
		}
	}

	/**
	 * Says nothing: the text may be what a caller said.
	 */
	private static final class NotJson extends RuntimeException {

		private static final NotJson INSTANCE = new NotJson();

		private static final long serialVersionUID = 1L;

		private NotJson() {
			super(null, null, false, false);
		}

	}

}

package io.voicetelemetry.content;

import org.jspecify.annotations.Nullable;

/**
 * Makes names, ids and messages fit for one line of a log or of a console. Callers,
 * tools, providers and backends choose some of them: a line break in one must not forge a
 * line, nor an escape sequence, a mark that turns the direction or an invisible character
 * make one say something else.
 *
 * @since 0.1
 */
public final class LogText {

	/**
	 * The longest text that is kept, in {@code char}s.
	 */
	public static final int MAX_LENGTH = 256;

	private static final char REPLACEMENT = '?';

	private LogText() {
	}

	/**
	 * A text fit for a line, or {@code null}.
	 * @param text the text, or {@code null}
	 * @return the text, cut to {@value #MAX_LENGTH} {@code char}s, with a question mark
	 * for each character that could do harm
	 */
	public static @Nullable String ofNullable(@Nullable String text) {
		return (text != null) ? of(text) : null;
	}

	/**
	 * A text fit for a line.
	 * @param text the text
	 * @return the text, cut to {@value #MAX_LENGTH} {@code char}s, with a question mark
	 * for each character that could do harm
	 */
	public static String of(String text) {
		return of(text, MAX_LENGTH);
	}

	/**
	 * A text fit for a line that may be longer.
	 * @param text the text
	 * @param maxLength the longest text that is kept, in {@code char}s
	 * @return the text, cut to that length, with a question mark for each character that
	 * could do harm
	 */
	public static String of(String text, int maxLength) {
		int length = Math.min(text.length(), maxLength);
		if (length < text.length() && length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
			length--;
		}
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~') {
				return replaced(text, length);
			}
		}
		return text.substring(0, length);
	}

	private static String replaced(String text, int length) {
		StringBuilder replaced = new StringBuilder(length);
		for (int i = 0; i < length;) {
			int codePoint = text.codePointAt(i);
			replaced.appendCodePoint(isHarmful(codePoint) ? REPLACEMENT : codePoint);
			i += Character.charCount(codePoint);
		}
		return replaced.toString();
	}

	private static boolean isHarmful(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}

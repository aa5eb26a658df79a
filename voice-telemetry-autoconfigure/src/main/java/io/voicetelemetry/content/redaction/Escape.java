package io.voicetelemetry.content.redaction;

import org.jspecify.annotations.Nullable;

/**
 * A character that stands escaped in a text, as in JSON that is quoted in prose, escaped
 * once or several times.
 *
 * @param meaning the character
 * @param end where the escape ends, exclusive
 */
record Escape(char meaning, int end) {

	/** As many as a string in a string in a string has. */
	private static final int MOST_BACKSLASHES = 8;

	private static final String LETTERS = "nrtfbv/";

	private static final String MEANT = "\n\r\t\f\b\u000b/";

	private static final int HEX_DIGITS = 4;

	/**
	 * The escape that begins with the backslash at an index, or {@code null} if it is
	 * none.
	 */
	static @Nullable Escape at(String text, int index) {
		int i = index;
		while (i < text.length() && i - index < MOST_BACKSLASHES && text.charAt(i) == '\\') {
			i++;
		}
		if (i == text.length()) {
			return null;
		}
		int known = LETTERS.indexOf(text.charAt(i));
		if (known >= 0) {
			return new Escape(MEANT.charAt(known), i + 1);
		}
		int end = i + 1 + HEX_DIGITS;
		int code = (text.charAt(i) == 'u' && end <= text.length()) ? JsonStrings.hex(text, i + 1) : -1;
		return (code >= 0) ? new Escape((char) code, end) : null;
	}

}

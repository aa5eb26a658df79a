package io.voicetelemetry.dialect;

/**
 * Keeps texts within the lengths that backends accept.
 */
final class TextLength {

	private TextLength() {
	}

	/**
	 * The beginning of a text, without half a character at its end: that would be no
	 * valid UTF-8.
	 * @param text the text
	 * @param max how long it may be, in {@code char}s, at least one
	 */
	static String limit(String text, int max) {
		if (text.length() <= max) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
	}

}

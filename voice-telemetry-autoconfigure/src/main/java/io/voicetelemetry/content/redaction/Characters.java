package io.voicetelemetry.content.redaction;

/**
 * What kinds of characters there are for somebody who looks for numbers.
 */
final class Characters {

	private static final char MINUS = 0x2212;

	private static final char NEXT_LINE = 0x85;

	private static final char LINE_SEPARATOR = 0x2028;

	private static final char PARAGRAPH_SEPARATOR = 0x2029;

	private Characters() {
	}

	/**
	 * The digit at an index, in any script, or -1.
	 */
	static int digit(String text, int index) {
		char c = text.charAt(index);
		if (c < 0x80) {
			return (c >= '0' && c <= '9') ? c - '0' : -1;
		}
		return Character.digit(Character.isHighSurrogate(c) ? text.codePointAt(index) : c, 10);
	}

	/**
	 * How many {@code char}s the character at an index has.
	 */
	static int size(String text, int index) {
		return Character.isHighSurrogate(text.charAt(index)) ? Character.charCount(text.codePointAt(index)) : 1;
	}

	static boolean isDigit(String text, int index) {
		return index >= 0 && index < text.length() && digit(text, index) >= 0;
	}

	static boolean isAlphanumeric(String text, int index) {
		return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
	}

	/**
	 * Whether nothing is to be seen of a character but a gap, or nothing at all.
	 */
	static boolean isGap(char c) {
		if (c < 0x80) {
			return c == ' ' || c == '\t';
		}
		int type = Character.getType(c);
		return type == Character.SPACE_SEPARATOR || type == Character.FORMAT;
	}

	static boolean isDash(char c) {
		return c == '-' || c == '_' || c == MINUS || (c >= 0x80 && Character.getType(c) == Character.DASH_PUNCTUATION);
	}

	/**
	 * Whether a character is drawn over the one before, as the frame of a key is.
	 */
	static boolean isMark(char c) {
		int type = (c >= 0x80) ? Character.getType(c) : Character.UNASSIGNED;
		return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
	}

	/**
	 * Whether a new line or page begins after a character.
	 */
	static boolean isLineEnd(char c) {
		return (c >= '\n' && c <= '\r') || c == NEXT_LINE || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
	}

	/**
	 * Whether a character opens or closes something, so that what is on both sides of it
	 * does not belong together.
	 */
	static boolean isBound(char c) {
		if (c < 0x80) {
			return "\"'`()[]{}<>".indexOf(c) >= 0;
		}
		int type = Character.getType(c);
		return type == Character.START_PUNCTUATION || type == Character.END_PUNCTUATION
				|| type == Character.INITIAL_QUOTE_PUNCTUATION || type == Character.FINAL_QUOTE_PUNCTUATION
				|| type == Character.SURROGATE;
	}

	/**
	 * Where a gap that begins at an index ends.
	 */
	static int afterGap(String text, int index) {
		int end = index;
		while (end < text.length() && isGap(text.charAt(end))) {
			end++;
		}
		return end;
	}

	/**
	 * Where the word that begins at an index ends: letters, and apostrophes among them.
	 */
	static int afterWord(String text, int index) {
		int end = index;
		while (end < text.length() && (Character.isLetter(text.charAt(end)) || isApostrophe(text, end))) {
			end++;
		}
		return end;
	}

	private static boolean isApostrophe(String text, int index) {
		char c = text.charAt(index);
		return (c == '\'' || c == '\u2019') && index + 1 < text.length() && Character.isLetter(text.charAt(index + 1));
	}

}

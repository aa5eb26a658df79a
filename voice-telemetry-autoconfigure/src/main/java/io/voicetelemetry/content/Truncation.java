package io.voicetelemetry.content;

/**
 * Cuts texts, with a mark that says how long they were.
 */
final class Truncation {

	private Truncation() {
	}

	/**
	 * A text that is cut if it is too long.
	 * @param beginning the text, or its beginning
	 * @param length the length of the whole text
	 * @param max the longest that is kept
	 */
	static String limit(String beginning, long length, int max) {
		return (length <= max) ? beginning : cut(beginning, max, length);
	}

	/**
	 * The beginning of a text and the mark.
	 * @param end where it is cut
	 * @param length the length that the mark says
	 */
	static String cut(String text, int end, long length) {
		return text.substring(0, charBoundary(text, end)) + "… [truncated, " + length + " characters]";
	}

	/**
	 * A cut between the two halves of a surrogate pair would make invalid UTF-8.
	 */
	static int charBoundary(String text, int end) {
		return (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) ? end - 1 : end;
	}

}

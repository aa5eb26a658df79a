package io.voicetelemetry.content.redaction;

/**
 * Numbers as JSON has them.
 */
final class JsonNumbers {

	private JsonNumbers() {
	}

	/**
	 * Where the number ends that begins at an index, or -1 if none does. One that the
	 * text ends in is taken as it is.
	 */
	static int end(String text, int start) {
		int end = text.startsWith("-", start) ? start + 1 : start;
		int afterWhole = afterDigits(text, end);
		if (afterWhole == text.length()) {
			return afterWhole;
		}
		if (afterWhole == end || (text.charAt(end) == '0' && afterWhole > end + 1)) {
			return -1;
		}
		end = afterWhole;
		if (text.charAt(end) == '.') {
			end = afterDigits(text, end + 1);
		}
		if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
			int exponent = end + 1;
			boolean signed = text.startsWith("+", exponent) || text.startsWith("-", exponent);
			end = afterDigits(text, signed ? exponent + 1 : exponent);
		}
		return (end == text.length() || isDigit(text.charAt(end - 1))) ? end : -1;
	}

	private static int afterDigits(String text, int start) {
		int end = Math.min(start, text.length());
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		return end;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}

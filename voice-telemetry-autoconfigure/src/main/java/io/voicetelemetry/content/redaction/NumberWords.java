package io.voicetelemetry.content.redaction;

import java.util.List;

/**
 * Words around a number that tell what it is.
 */
final class NumberWords {

	private static final int BEFORE = 64;

	private static final int AFTER = 24;

	private static final List<String> SSN = List.of("social", "socials", "ssn", "ssns");

	private static final List<String> PHONE = List.of("phone", "phones", "telephone", "cellphone", "mobile", "cell",
			"call", "calls", "called", "calling", "callback", "text me", "reach me", "ring", "rings", "ringing",
			"landline", "fax", "hotline");

	private NumberWords() {
	}

	/**
	 * Whether a word shortly before or after a number says that it is an SSN.
	 */
	static boolean isNearSsn(String text, int start, int end) {
		return isIn(SSN, text, start - BEFORE, start) || isIn(SSN, text, end, end + AFTER);
	}

	/**
	 * Whether a word shortly before a number says that it is a phone number.
	 */
	static boolean isAfterPhone(String text, int start) {
		return isIn(PHONE, text, start - BEFORE, start);
	}

	private static boolean isIn(List<String> words, String text, int from, int to) {
		int last = Math.min(to, text.length());
		for (int i = Math.max(from, 0); i < last; i++) {
			if (isLetter(text, i) && !isLetter(text, i - 1) && isOneAt(words, text, i, last)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOneAt(List<String> words, String text, int start, int last) {
		return words.stream()
			.anyMatch((word) -> start + word.length() <= last && text.regionMatches(true, start, word, 0, word.length())
					&& !isLetter(text, start + word.length()));
	}

	private static boolean isLetter(String text, int index) {
		return index >= 0 && index < text.length() && Character.isLetter(text.charAt(index));
	}

}

package io.voicetelemetry.content.redaction;

import java.util.Arrays;

/**
 * The words of a text and the signs between them.
 */
final class Words {

	/** Longer ones are told by nothing but that. */
	private static final int LONGEST = 12;

	/** How many words before an address may announce it. */
	private static final int ANNOUNCED_WITHIN = 16;

	private final String text;

	private int[] bounds = new int[64];

	private int count;

	private Words(String text) {
		this.text = text;
	}

	static Words of(String text) {
		Words words = new Words(text);
		int i = 0;
		while (i < text.length()) {
			int end = words.afterWord(i);
			if (end > i || !isBlank(text.charAt(i))) {
				end = Math.max(end, i + 1);
				words.add(i, end);
			}
			i = Math.max(end, i + 1);
		}
		return words;
	}

	private int afterWord(int index) {
		int end = index;
		while (end < this.text.length()
				&& (Characters.isAlphanumeric(this.text, end) || (end > index && isApostrophe(end)))) {
			end++;
		}
		return end;
	}

	private boolean isApostrophe(int index) {
		return this.text.charAt(index) == '\'' && Characters.isAlphanumeric(this.text, index + 1);
	}

	private static boolean isBlank(char c) {
		return Character.isWhitespace(c) || Characters.isGap(c);
	}

	private void add(int start, int end) {
		if (this.count * 2 == this.bounds.length) {
			this.bounds = Arrays.copyOf(this.bounds, this.bounds.length * 2);
		}
		this.bounds[this.count * 2] = start;
		this.bounds[this.count * 2 + 1] = end;
		this.count++;
	}

	int count() {
		return this.count;
	}

	int start(int index) {
		return this.bounds[index * 2];
	}

	int end(int index) {
		return this.bounds[index * 2 + 1];
	}

	/**
	 * A word, or nothing if it is too long to mean something here.
	 */
	String text(int index) {
		return (end(index) - start(index) <= LONGEST) ? this.text.substring(start(index), end(index)) : "";
	}

	boolean is(int index, String word) {
		return index < this.count && end(index) - start(index) == word.length()
				&& this.text.regionMatches(true, start(index), word, 0, word.length());
	}

	boolean isWord(int index) {
		return index < this.count && Characters.isAlphanumeric(this.text, start(index));
	}

	boolean isLetter(int index) {
		return isWord(index) && end(index) - start(index) == 1;
	}

	/**
	 * Whether a word is a number, or is spoken for a digit.
	 */
	boolean isDigits(int index) {
		if (!isWord(index)) {
			return false;
		}
		SpokenNumber number = SpokenNumber.of(this.text, start(index), end(index));
		return Characters.isDigit(this.text, start(index)) || (number != null
				&& number.role().compareTo(SpokenNumber.Role.REPEAT) <= 0 && end(index) - start(index) > 1);
	}

	/**
	 * Whether there is no gap around a sign.
	 */
	boolean isGlued(int index) {
		return index > 0 && index + 1 < this.count && end(index - 1) == start(index) && end(index) == start(index + 1);
	}

	boolean isBracketed(int index) {
		return index > 0 && index + 1 < this.count && ((is(index - 1, "(") && is(index + 1, ")"))
				|| (is(index - 1, "[") && is(index + 1, "]")) || (is(index - 1, "{") && is(index + 1, "}")));
	}

	/**
	 * Whether a word shortly before says that an address follows.
	 */
	boolean isAnnounced(int index) {
		for (int i = Math.max(0, index - ANNOUNCED_WITHIN); i < index; i++) {
			if (is(i, "email") || is(i, "mail") || is(i, "address") || is(i, "email's") || is(i, "emails")) {
				return true;
			}
		}
		return false;
	}

}

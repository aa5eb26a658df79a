package io.voicetelemetry.content.redaction;

/**
 * The check digit of payment cards.
 */
final class Luhn {

	static final int SHORTEST = 13;

	static final int LONGEST = 19;

	private Luhn() {
	}

	/**
	 * Whether digits may be those of a card.
	 */
	static boolean isCard(CharSequence digits, int from, int to) {
		if (to - from < SHORTEST || to - from > LONGEST) {
			return false;
		}
		int sum = 0;
		boolean zeros = true;
		for (int i = to - 1; i >= from; i--) {
			int digit = digits.charAt(i) - '0';
			zeros &= digit == 0;
			int doubled = ((to - 1 - i) % 2 == 1) ? 2 * digit : digit;
			sum += (doubled > 9) ? doubled - 9 : doubled;
		}
		return sum % 10 == 0 && !zeros;
	}

}

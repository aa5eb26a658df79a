package io.voicetelemetry.content.redaction;

/**
 * Digits that are no number of anybody's: dates, amounts, decimals, addresses of
 * machines, generated ids.
 */
final class NotNumbers {

	private static final int[] UUID = { 8, 4, 4, 4, 12 };

	private static final int SHORTEST_HEX = 16;

	private static final int LEAST_LETTERS = 2;

	/** With more in a row it may be a number with letters beside it. */
	private static final int MOST_DIGITS = 11;

	private static final int LONGEST_AMOUNT = 20;

	private NotNumbers() {
	}

	/**
	 * Where something like that ends that begins with the digit at an index, or the
	 * index.
	 */
	static int end(String text, int start) {
		if (follows(text, start)) {
			return start;
		}
		int end = identifierEnd(text, start);
		if (end > start) {
			return end;
		}
		end = dateEnd(text, start);
		if (end > start) {
			return end;
		}
		end = amountEnd(text, start);
		return (end > start) ? end : decimalEnd(text, start);
	}

	/**
	 * Whether the digit at an index goes on with a number.
	 */
	private static boolean follows(String text, int index) {
		char before = (index > 0) ? text.charAt(index - 1) : ' ';
		return Characters.isDigit(text, index - 1)
				|| ((before == '.' || before == '-' || before == ',') && Characters.isDigit(text, index - 2));
	}

	private static boolean goesOn(String text, int end) {
		if (end >= text.length()) {
			return false;
		}
		char c = text.charAt(end);
		return Characters.isDigit(text, end)
				|| ((c == '.' || c == '-' || c == ',' || c == '/') && Characters.isDigit(text, end + 1));
	}

	private static int run(String text, int start, int most) {
		int end = start;
		while (end - start <= most && end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
			end++;
		}
		return end - start;
	}

	/**
	 * A date in digits: year, month, day or the other way round, with the same sign
	 * between.
	 */
	private static int dateEnd(String text, int start) {
		int first = run(text, start, 4);
		int afterFirst = start + first;
		if (afterFirst >= text.length() || "-./".indexOf(text.charAt(afterFirst)) < 0) {
			return start;
		}
		char sign = text.charAt(afterFirst);
		int second = run(text, afterFirst + 1, 2);
		int afterSecond = afterFirst + 1 + second;
		if (second == 0 || second > 2 || afterSecond >= text.length() || text.charAt(afterSecond) != sign) {
			return start;
		}
		int third = run(text, afterSecond + 1, 4);
		int end = afterSecond + 1 + third;
		boolean date = Dates.isDate(text.substring(start, afterFirst), text.substring(afterFirst + 1, afterSecond),
				text.substring(afterSecond + 1, end));
		return (date && !goesOn(text, end)) ? end : start;
	}

	/**
	 * A number with its thousands set apart.
	 */
	private static int amountEnd(String text, int start) {
		int first = run(text, start, 3);
		int end = start + first;
		if (first == 0 || first > 3 || text.charAt(start) == '0') {
			return start;
		}
		while (end - start < LONGEST_AMOUNT && text.startsWith(",", end) && run(text, end + 1, 3) == 3) {
			end += 4;
		}
		if (end == start + first) {
			return start;
		}
		if (text.startsWith(".", end) && run(text, end + 1, 2) == 2) {
			end += 3;
		}
		return goesOn(text, end) ? start : end;
	}

	/**
	 * A number with decimals, or the address of a machine.
	 */
	private static int decimalEnd(String text, int start) {
		int first = run(text, start, 5);
		int afterFirst = start + first;
		if (first == 0 || first > 5 || !text.startsWith(".", afterFirst)
				|| (first > 1 && text.charAt(start) == '0' && !isOfTime(text, start, first))) {
			return start;
		}
		int second = run(text, afterFirst + 1, LONGEST_AMOUNT);
		int end = afterFirst + 1 + second;
		if (second == 0 || second > LONGEST_AMOUNT || text.regionMatches(true, end, "e", 0, 1)) {
			return start;
		}
		if (text.startsWith(".", end)) {
			return (first <= 3 && second <= 3) ? machineEnd(text, start, end) : start;
		}
		boolean phone = first == 3 && second == 4;
		return (phone || goesOn(text, end) || Luhn
			.isCard(text.substring(start, afterFirst) + text.substring(afterFirst + 1, end), 0, first + second)) ? start
					: end;
	}

	private static boolean isOfTime(String text, int start, int digits) {
		return digits == 2 && start > 0 && text.charAt(start - 1) == ':';
	}

	private static int machineEnd(String text, int start, int afterSecond) {
		int end = afterSecond;
		for (int i = 0; i < 2; i++) {
			int digits = text.startsWith(".", end) ? run(text, end + 1, 3) : 0;
			if (digits == 0 || digits > 3) {
				return start;
			}
			end += 1 + digits;
		}
		for (String part : text.substring(start, end).split("\\.")) {
			if (Integer.parseInt(part) > 255) {
				return start;
			}
		}
		boolean network = text.startsWith("/", end);
		return (!network && goesOn(text, end)) ? start : end;
	}

	/**
	 * Where a generated id in hexadecimal digits ends that begins at an index, or the
	 * index.
	 */
	static int identifierEnd(String text, int start) {
		if (Characters.isAlphanumeric(text, start - 1)) {
			return start;
		}
		if (text.startsWith("0x", start)) {
			int end = start + 2 + hex(text, start + 2);
			return isNumber(text, start + 2, end) ? start : end;
		}
		int first = hex(text, start);
		if (first == UUID[0]) {
			int end = start + first;
			for (int i = 1; i < UUID.length; i++) {
				if (!text.startsWith("-", end) || hex(text, end + 1) != UUID[i]) {
					return start;
				}
				end += 1 + UUID[i];
			}
			return Characters.isAlphanumeric(text, end) ? start : end;
		}
		if (first < SHORTEST_HEX || Characters.isAlphanumeric(text, start + first)) {
			return start;
		}
		return isMixed(text, start, start + first) ? start + first : start;
	}

	/**
	 * Whether what looks like hexadecimal digits is a card, or goes on after a sign.
	 */
	private static boolean isNumber(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (text.charAt(i) > '9') {
				return false;
			}
		}
		return Luhn.isCard(text.subSequence(start, Math.min(end, start + Luhn.LONGEST + 1)), 0,
				Math.min(end - start, Luhn.LONGEST + 1))
				|| (!Characters.isAlphanumeric(text, end) && Characters.isDigit(text, end + 1));
	}

	private static boolean isMixed(String text, int start, int end) {
		int letters = 0;
		int digits = 0;
		for (int i = start; i < end; i++) {
			boolean letter = text.charAt(i) > '9';
			letters += letter ? 1 : 0;
			digits = letter ? 0 : digits + 1;
			if (digits > MOST_DIGITS) {
				return false;
			}
		}
		return letters >= LEAST_LETTERS;
	}

	private static int hex(String text, int start) {
		int end = start;
		while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 0x80) {
			end++;
		}
		return end - start;
	}

}

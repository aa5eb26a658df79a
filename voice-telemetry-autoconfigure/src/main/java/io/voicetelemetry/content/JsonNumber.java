package io.voicetelemetry.content;

/**
 * Writes numbers that have a fraction. Most have nine decimals or fewer, of which the JDK
 * is slow to find out. What is written is read as the very same number.
 */
final class JsonNumber {

	/** Below this, every whole number is a {@code double}. */
	private static final double EXACT = 1L << 53;

	private JsonNumber() {
	}

	/**
	 * Writes a number.
	 * @param json what it is added to
	 * @param number a finite number
	 */
	static void write(StringBuilder json, double number) {
		double billionths = number * 1_000_000_000;
		double millionths = number * 1_000_000;
		long wholeBillionths = Math.round(billionths);
		long wholeMillionths = Math.round(millionths);
		// The units are constants, which is what makes dividing by them fast.
		if (Math.abs(billionths) < EXACT && (double) wholeBillionths / 1_000_000_000 == number) {
			long all = Math.abs(wholeBillionths);
			write(json, number, all / 1_000_000_000, 1_000_000_000 + (int) (all % 1_000_000_000));
		}
		else if (Math.abs(millionths) < EXACT && (double) wholeMillionths / 1_000_000 == number) {
			long all = Math.abs(wholeMillionths);
			write(json, number, all / 1_000_000, 1_000_000 + (int) (all % 1_000_000));
		}
		else {
			json.append(number);
		}
	}

	/**
	 * Writes a number by its parts, with one decimal at least.
	 * @param fraction the decimals, with a one before them for the sake of their zeros
	 */
	private static void write(StringBuilder json, double number, long whole, int fraction) {
		if (number < 0) {
			json.append('-');
		}
		json.append(whole);
		int point = json.length();
		json.append(fraction).setCharAt(point, '.');
		int length = json.length();
		while (length > point + 2 && json.charAt(length - 1) == '0') {
			length--;
		}
		json.setLength(length);
	}

}

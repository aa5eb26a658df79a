package io.voicetelemetry.content;

/**
 * Writes numbers that have a fraction. Most have nine decimals or fewer, of which the JDK
 * is slow to find out. What is written is read as the very same number.
 */
final class JsonNumber {

	/** Below this, every whole number is a {@code double}. */
	private static final double EXACT = 1L << 53;

	private static final int[] POWERS_OF_TEN = { 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
			100_000_000 };

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
		// The units are constants, which is what makes dividing by them fast.
		if (Math.abs(billionths) < EXACT && (double) Math.round(billionths) / 1_000_000_000 == number) {
			long all = Math.abs(Math.round(billionths));
			write(json, number, all / 1_000_000_000, (int) (all % 1_000_000_000), 9);
		}
		else if (Math.abs(millionths) < EXACT && (double) Math.round(millionths) / 1_000_000 == number) {
			long all = Math.abs(Math.round(millionths));
			write(json, number, all / 1_000_000, (int) (all % 1_000_000), 6);
		}
		else {
			json.append(number);
		}
	}

	private static void write(StringBuilder json, double number, long whole, int fraction, int decimals) {
		int digits = decimals;
		int rest = fraction;
		while (digits > 1 && rest % 10 == 0) {
			rest /= 10;
			digits--;
		}
		if (number < 0) {
			json.append('-');
		}
		json.append(whole).append('.');
		for (int zeros = digits - 1; zeros > 0 && rest < POWERS_OF_TEN[zeros]; zeros--) {
			json.append('0');
		}
		json.append(rest);
	}

}

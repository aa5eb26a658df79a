package io.voicetelemetry.logging;

/**
 * Times in seconds, rounded to milliseconds: nobody reads more of them.
 */
final class Seconds {

	private static final int MILLIS_OF_SECOND = 1000;

	private Seconds() {
	}

	static double rounded(double seconds) {
		return (double) millis(seconds) / MILLIS_OF_SECOND;
	}

	/**
	 * Always with three decimals, whatever the machine's language.
	 */
	static String text(double seconds) {
		long millis = millis(seconds);
		String decimals = String.valueOf(MILLIS_OF_SECOND + millis % MILLIS_OF_SECOND).substring(1);
		return millis / MILLIS_OF_SECOND + "." + decimals;
	}

	private static long millis(double seconds) {
		return Math.round(seconds * MILLIS_OF_SECOND);
	}

}

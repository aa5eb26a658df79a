package io.voicetelemetry.content.redaction;

import java.util.Locale;
import java.util.Set;

/**
 * What is a date, a year or a time of day.
 */
final class Dates {

	private static final int LONGEST_MONTH = 9;

	private static final Set<String> MONTHS = Set.of("january", "february", "march", "april", "may", "june", "july",
			"august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
			"sep", "sept", "oct", "nov", "dec");

	private Dates() {
	}

	/**
	 * Whether numbers are a date, in any of the usual orders.
	 */
	static boolean isDate(String first, String second, String third) {
		if (first.length() == 4) {
			return isYear(first) && isBetween(second, 1, 12) && isBetween(third, 1, 31);
		}
		boolean days = isBetween(first, 1, 31) && isBetween(second, 1, 31);
		return days && isYear(third) && (isBetween(first, 1, 12) || isBetween(second, 1, 12));
	}

	static boolean isYear(String digits) {
		return digits.length() == 4 && (digits.startsWith("19") || digits.startsWith("20"));
	}

	static boolean isDay(String digits) {
		return isBetween(digits, 1, 31);
	}

	/**
	 * Whether an hour and a minute are a time of day.
	 */
	static boolean isTime(String hour, String minute) {
		return isBetween(hour, 1, 12) && minute.length() == 2 && Integer.parseInt(minute) < 60
				&& Integer.parseInt(minute) % 5 == 0;
	}

	private static boolean isBetween(String digits, int least, int most) {
		if (digits.isEmpty() || digits.length() > 2) {
			return false;
		}
		int number = Integer.parseInt(digits);
		return number >= least && number <= most;
	}

	/**
	 * Whether the word that begins at an index is a month.
	 */
	static boolean isMonth(String text, int start) {
		if (start < 0) {
			return false;
		}
		int end = Characters.afterWord(text, start);
		return end - start <= LONGEST_MONTH && MONTHS.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
	}

}

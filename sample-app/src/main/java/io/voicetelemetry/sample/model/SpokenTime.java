package io.voicetelemetry.sample.model;

import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of day as they are said: “half past ten”, “ten thirty”, “two o'clock”, “10:30”,
 * “2 o'clock”. Clinics don't open at night, so hours before eight are in the afternoon.
 */
final class SpokenTime {

	private static final List<String> HOURS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight",
			"nine", "ten", "eleven", "twelve");

	/** Recognisers write an hour in words or in digits. */
	private static final String HOUR = "(1[0-2]|[1-9]|" + String.join("|", HOURS) + ")";

	private static final Pattern DIGITS = Pattern.compile("\\b(\\d{1,2})[:.](\\d{2})\\b");

	private static final Pattern HALF_PAST = Pattern.compile("\\bhalf past " + HOUR + "\\b");

	private static final Pattern THIRTY = Pattern.compile("\\b" + HOUR + "[ -]thirty\\b");

	private static final Pattern O_CLOCK = Pattern.compile("\\b" + HOUR + " o'clock\\b");

	private SpokenTime() {
	}

	static Optional<LocalTime> find(String text) {
		String lowerCase = text.toLowerCase(Locale.ROOT);
		Matcher digits = DIGITS.matcher(lowerCase);
		if (digits.find()) {
			int hour = Integer.parseInt(digits.group(1));
			int minute = Integer.parseInt(digits.group(2));
			return (hour < 24 && minute < 60) ? Optional.of(byDay(hour, minute)) : Optional.empty();
		}
		return find(HALF_PAST, 30, lowerCase).or(() -> find(THIRTY, 30, lowerCase))
			.or(() -> find(O_CLOCK, 0, lowerCase));
	}

	private static Optional<LocalTime> find(Pattern pattern, int minute, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			return Optional.empty();
		}
		String hour = matcher.group(1);
		return Optional.of(byDay(HOURS.contains(hour) ? HOURS.indexOf(hour) + 1 : Integer.parseInt(hour), minute));
	}

	private static LocalTime byDay(int hour, int minute) {
		return LocalTime.of((hour < 8) ? hour + 12 : hour, minute);
	}

	static String say(LocalTime time) {
		String hour = HOURS.get((time.getHour() + 11) % 12);
		return switch (time.getMinute()) {
			case 0 -> hour + " o'clock";
			case 30 -> "half past " + hour;
			default -> hour + " " + time.getMinute();
		};
	}

}

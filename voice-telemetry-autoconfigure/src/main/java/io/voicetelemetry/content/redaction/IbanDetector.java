package io.voicetelemetry.content.redaction;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds IBANs, in groups or not, written or spelled.
 */
final class IbanDetector {

	private static final int LONGEST = 34;

	/** How many characters may stand between two of an IBAN. */
	private static final int WIDEST_GAP = 3;

	/** The longest letters of a bank's code that are written in one. */
	private static final int LETTERS = 4;

	/** How long they are, by country. */
	private static final Map<String, Integer> LENGTHS = Stream
		.of("15 NO", "16 BE", "18 DK FI FO GL NL FK SD", "19 MK SI", "20 AT BA EE KZ LT LU XK MN", "21 CH CR HR LI LV",
				"22 BG BH DE GB GE IE ME RS VA", "23 AE GI IL IQ OM TL SO", "24 AD CZ ES MD PK RO SA SE SK TN VG",
				"25 LY PT ST", "26 IS TR", "27 BI DJ FR GR IT MC MR SM", "28 AL AZ BY CY DO GT HU LB NI PL SV",
				"29 BR EG PS QA UA", "30 JO KW MU YE", "31 MT SC", "32 LC", "33 RU")
		.flatMap((row) -> Stream.of(row.substring(3).split(" "))
			.map((country) -> Map.entry(country, Integer.parseInt(row.substring(0, 2)))))
		.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

	private final String text;

	private final StringBuilder found = new StringBuilder(LONGEST);

	private int position;

	private IbanDetector(String text) {
		this.text = text;
	}

	static void find(String text, Findings findings) {
		if (findings.known(SensitiveKind.IBAN) == null) {
			return;
		}
		IbanDetector detector = new IbanDetector(text);
		int i = 0;
		while (i < text.length() - 1) {
			int end = (isLetter(text, i) && !Characters.isAlphanumeric(text, i - 1)) ? detector.end(i) : -1;
			if (end > 0) {
				findings.add(i, end, SensitiveKind.IBAN);
			}
			i = Math.max(i + 1, end);
		}
	}

	private static boolean isLetter(String text, int index) {
		char c = text.charAt(index);
		return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	}

	/**
	 * Where the IBAN ends that begins at an index, or -1 if none does.
	 */
	private int end(int start) {
		this.found.setLength(0);
		this.position = start;
		Integer length = null;
		while (length == null || this.found.length() < length) {
			if (!next()) {
				return -1;
			}
			if (length == null && this.found.length() >= 2) {
				length = LENGTHS.get(this.found.substring(0, 2));
				if (length == null) {
					return -1;
				}
			}
			if (this.found.length() >= 3 && !Character.isDigit(this.found.charAt(2))) {
				return -1;
			}
		}
		return (this.found.length() == length && isValid()) ? this.position : -1;
	}

	/**
	 * Adds the characters of the next word, or of the digit that it stands for.
	 */
	private boolean next() {
		int start = this.position;
		while (start < this.text.length() && start - this.position < WIDEST_GAP && isGap(this.text.charAt(start))) {
			start++;
		}
		int end = start;
		boolean letters = true;
		while (end < this.text.length() && end - start <= LONGEST && Character.isLetterOrDigit(this.text.charAt(end))) {
			letters &= isLetter(this.text, end);
			end++;
		}
		if (end == start || end - start > LONGEST) {
			return false;
		}
		this.position = end;
		String digits = (letters && end - start > 1) ? spoken(start, end) : null;
		if (digits != null) {
			this.found.append(digits);
			return true;
		}
		this.found.append(this.text.substring(start, end).toUpperCase(Locale.ROOT));
		return (!letters || end - start <= LETTERS) && this.found.length() <= LONGEST;
	}

	private @Nullable String spoken(int start, int end) {
		SpokenNumber number = SpokenNumber.of(this.text, start, end);
		if (number == null) {
			return null;
		}
		if (number.role() == SpokenNumber.Role.UNIT) {
			return number.digits();
		}
		if (number.role() == SpokenNumber.Role.REPEAT) {
			int next = Characters.afterGap(this.text, end);
			SpokenNumber unit = (next - end <= WIDEST_GAP) ? SpokenNumber.unitAt(this.text, next) : null;
			if (unit != null) {
				this.position = Characters.afterWord(this.text, next);
				return unit.digits().repeat(number.digits().charAt(0) - '0');
			}
		}
		return null;
	}

	private static boolean isGap(char c) {
		return Characters.isGap(c) || Characters.isDash(c) || c == '.' || c == ',' || c == '\n';
	}

	private boolean isValid() {
		int remainder = 0;
		int length = this.found.length();
		for (int i = 0; i < length; i++) {
			int value = Character.digit(this.found.charAt((i + 4) % length), 36);
			if (value < 0) {
				return false;
			}
			remainder = ((value > 9) ? remainder * 100 + value : remainder * 10 + value) % 97;
		}
		return remainder == 1;
	}

}

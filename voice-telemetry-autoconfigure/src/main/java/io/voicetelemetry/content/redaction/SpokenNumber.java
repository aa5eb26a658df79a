package io.voicetelemetry.content.redaction;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An English word that stands for digits, or stands among them.
 *
 * @param role what it does
 * @param digits the digits it stands for, or how often the next one is meant
 */
record SpokenNumber(Role role, String digits) {

	private static final int LONGEST = 9;

	private static final Map<String, SpokenNumber> WORDS = Map.ofEntries(word("zero", Role.UNIT, "0"),
			word("oh", Role.UNIT, "0"), word("o", Role.UNIT, "0"), word("nought", Role.UNIT, "0"),
			word("naught", Role.UNIT, "0"), word("one", Role.UNIT, "1"), word("two", Role.UNIT, "2"),
			word("three", Role.UNIT, "3"), word("four", Role.UNIT, "4"), word("five", Role.UNIT, "5"),
			word("six", Role.UNIT, "6"), word("seven", Role.UNIT, "7"), word("eight", Role.UNIT, "8"),
			word("nine", Role.UNIT, "9"), word("niner", Role.UNIT, "9"), word("ten", Role.TEEN, "10"),
			word("eleven", Role.TEEN, "11"), word("twelve", Role.TEEN, "12"), word("thirteen", Role.TEEN, "13"),
			word("fourteen", Role.TEEN, "14"), word("fifteen", Role.TEEN, "15"), word("sixteen", Role.TEEN, "16"),
			word("seventeen", Role.TEEN, "17"), word("eighteen", Role.TEEN, "18"), word("nineteen", Role.TEEN, "19"),
			word("twenty", Role.TENS, "20"), word("thirty", Role.TENS, "30"), word("forty", Role.TENS, "40"),
			word("fourty", Role.TENS, "40"), word("fifty", Role.TENS, "50"), word("sixty", Role.TENS, "60"),
			word("seventy", Role.TENS, "70"), word("eighty", Role.TENS, "80"), word("ninety", Role.TENS, "90"),
			word("double", Role.REPEAT, "2"), word("triple", Role.REPEAT, "3"), word("treble", Role.REPEAT, "3"),
			word("quadruple", Role.REPEAT, "4"), word("hundred", Role.HUNDRED, "00"), word("zeros", Role.UNITS, "0"),
			word("zeroes", Role.UNITS, "0"), word("ohs", Role.UNITS, "0"), word("ones", Role.UNITS, "1"),
			word("twos", Role.UNITS, "2"), word("threes", Role.UNITS, "3"), word("fours", Role.UNITS, "4"),
			word("fives", Role.UNITS, "5"), word("sixes", Role.UNITS, "6"), word("sevens", Role.UNITS, "7"),
			word("eights", Role.UNITS, "8"), word("nines", Role.UNITS, "9"), word("won", Role.SOUNDS_ALIKE, "1"),
			word("to", Role.SOUNDS_ALIKE, "2"), word("too", Role.SOUNDS_ALIKE, "2"),
			word("for", Role.SOUNDS_ALIKE, "4"), word("ate", Role.SOUNDS_ALIKE, "8"), word("plus", Role.PLUS, ""),
			filler("uh"), filler("uhh"), filler("uhm"), filler("um"), filler("umm"), filler("er"), filler("erm"),
			filler("ah"), filler("eh"), filler("hm"), filler("hmm"), filler("mm"), filler("then"), filler("and"),
			filler("space"), filler("dash"), filler("hyphen"), filler("minus"), filler("dot"), filler("comma"),
			filler("okay"), filler("ok"), filler("yeah"), filler("like"), filler("next"));

	private static Map.Entry<String, SpokenNumber> word(String word, Role role, String digits) {
		return Map.entry(word, new SpokenNumber(role, digits));
	}

	private static Map.Entry<String, SpokenNumber> filler(String word) {
		return word(word, Role.FILLER, "");
	}

	/**
	 * What a word stands for, or {@code null} if for no digit.
	 */
	static @Nullable SpokenNumber of(String text, int start, int end) {
		return (end > start && end - start <= LONGEST) ? WORDS.get(text.substring(start, end).toLowerCase(Locale.ROOT))
				: null;
	}

	/**
	 * The word that begins at an index, if it is one digit.
	 */
	static @Nullable SpokenNumber unitAt(String text, int index) {
		SpokenNumber number = of(text, index, Characters.afterWord(text, index));
		return (number != null && number.role() == Role.UNIT) ? number : null;
	}

	/**
	 * What such a word does.
	 */
	enum Role {

		/** Is one digit. */
		UNIT,

		/** Is two digits. */
		TEEN,

		/** Is two digits, the second of which may be the next word. */
		TENS,

		/** Says how often the next digit is meant. */
		REPEAT,

		/** Is a digit as often as the one before says. */
		UNITS,

		/** Has two zeros follow the digit before. */
		HUNDRED,

		/** Is a digit if it is surrounded by digits. */
		SOUNDS_ALIKE,

		/** Begins a phone number. */
		PLUS,

		/** Is said between digits and means none. */
		FILLER

	}

}

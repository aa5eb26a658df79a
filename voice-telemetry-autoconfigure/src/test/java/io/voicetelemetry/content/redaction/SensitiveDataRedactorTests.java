package io.voicetelemetry.content.redaction;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SensitiveDataRedactorTests {

	private static final String CARD = "4111111111111111";

	private final SensitiveDataRedactor redactor = SensitiveDataRedactor.of(EnumSet.allOf(SensitiveKind.class));

	private String redact(String text) {
		return this.redactor.redact(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			my card is 4111 1111 1111 1111, thanks                | my card is [card], thanks
			GB82 WEST 1234 5698 7654 32 is mine                   | [iban] is mine
			write to jane.doe@example.com.                        | write to [email].
			it is jane dot doe at example dot com                 | it is [email]
			call (212) 555-0142 now                               | call [phone] now
			my social is 078-05-1120                              | my social is [ssn]
			transfer to <sip:desk@example.com;transport=tcp>      | transfer to <[sip]>
			dial tel:+1-212-555-0142                              | dial [sip]
			order 4821 of 48210937                                | order 4821 of [digits]
			four one one one, uh, one one one one                 | [digits]
			""")
	void putsTheKindInPlaceOfWhatItFinds(String text, String redacted) {
		assertThat(redact(text)).isEqualTo(redacted);
	}

	@ParameterizedTest
	@EnumSource
	void looksForNothingElse(SensitiveKind kind) {
		SensitiveDataRedactor one = SensitiveDataRedactor.of(Set.of(kind));
		String text = "4111 1111 1111 1111; DE89370400440532013000; jane@example.com; +1 212 555 0142; 078-05-1120;"
				+ " sip:desk@pbx; 48210937;";
		long marks = EnumSet.allOf(SensitiveKind.class)
			.stream()
			.filter((each) -> one.redact(text).contains(each.mark()))
			.count();
		assertThat(one.redact(text)).contains(kind.mark());
		assertThat(marks).isOne();
	}

	@Test
	void takesNumbersOutAsDigitsWhoseKindIsNotLookedFor() {
		SensitiveDataRedactor digits = SensitiveDataRedactor.of(Set.of(SensitiveKind.DIGITS));
		assertThat(digits.redact(CARD + " and 078-05-1120")).isEqualTo("[digits] and [digits]");
		assertThat(SensitiveDataRedactor.of(Set.of()).redact(CARD)).isEqualTo(CARD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111",
			"4111\u00a01111\u20091111\u202f1111", "4111\u200b1111\u200b1111\u200b1111", "4111  1111  1111  1111",
			"4111\n1111\n1111\n1111", "4111, 1111, 1111, 1111", "４１１１ １１１１ １１１１ １１１１", "٤١١١ ١١١١ ١١١١ ١١١١",
			"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4111 one one one one 1111 one 111",
			"four triple one double one double one four ones, four ones", "forty one eleven, eleven eleven, 1111 1111",
			"4111<break time=\"300ms\"/>1111<break time=\"300ms\"/>1111<break/>1111", "\u202D4111111111111111",
			"𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏" })
	void findsACardHoweverItIsTold(String card) {
		for (String text : new String[] { card, "it is " + card + " okay", "(" + card + ")", "card:" + card + "." }) {
			assertThat(redact(text)).contains("[card]").doesNotContainPattern("\\d").doesNotContain("one", "eleven");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "|", ":", ";", "*", "=", "~", "#", "\u00b7", "\u2022", "\u2212", "\u000b", "\f",
			"\u0085", "\u2028", "\u2029", "\u0301" })
	void findsNumbersWithOneSignBetweenTheirParts(String sign) {
		assertThat(redact("it is 4111-1111-1111-1111.".replace("-", sign))).isEqualTo("it is [card].");
		assertThat(redact("it is 3782-822463-10005.".replace("-", sign))).isEqualTo("it is [card].");
		assertThat(redact("it is 123-45-6789.".replace("-", sign))).isEqualTo("it is [ssn].");
	}

	@Test
	void findsNumbersOnKeys() {
		assertThat(redact(CARD.replaceAll("(.)", "$1\ufe0f\u20e3"))).startsWith("[card]").doesNotContain("1", "4");
		assertThat(redact("123,45,6789")).isEqualTo("[ssn]");
		assertThat(redact("my social: 123, 45, 6789")).isEqualTo("my social: [ssn]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "on 12/11/2026", "on 12/11/26 at 12:30:15", "from 2024/2025", "12:30:15", "2026:11:21",
			"at 10:30|11:15|14:45", "a ratio of 1000:1500", "1920*1080", "16:9", "192.168.100.200:8080", "10.0.0.12/24",
			"2001:4860:4860:8888", "00:11:22:33:44:55", "3/4", "100/200/400", "room 301;302;303", "1=2=3=4=5=6=7=8",
			"x[1234][5678]", "'1234'5678'", "in rooms 101, 22, 1204" })
	void leavesTimesRatiosAndAddressesAlone(String text) {
		assertThat(redact(text)).isSameAs(text);
	}

	@Test
	void takesOutWhatItLooksForWhereItLooksForNothingElse() {
		SensitiveDataRedactor cards = SensitiveDataRedactor.of(Set.of(SensitiveKind.CARD));
		assertThat(cards.redact(("4111 1111 1111 1111 ").repeat(5) + "ok")).isEqualTo("[card] ".repeat(5) + "ok");
		assertThat(cards.redact((CARD + " ").repeat(5) + "ok")).isEqualTo("[card] ".repeat(5) + "ok");
		assertThat(cards.redact("4 1 1 1 " + "1 ".repeat(12) + "7 ".repeat(60) + "ok")).startsWith("[card]");
		assertThat(cards.redact("+378282246310005")).isEqualTo("[card]");
		assertThat(redact("+378282246310005")).isEqualTo("[phone]");
		SensitiveDataRedactor ssns = SensitiveDataRedactor.of(Set.of(SensitiveKind.SSN));
		assertThat(ssns.redact("078-05-1120 219-09-9999")).isEqualTo("[ssn] [ssn]");
	}

	@Test
	void tellsAPhoneNumberByWholeWords() {
		assertThat(redact("cancelled 48210937")).isEqualTo("cancelled [digits]");
		assertThat(redact("during 48210937")).isEqualTo("during [digits]");
		assertThat(redact("recalled 48210937")).isEqualTo("recalled [digits]");
		assertThat(redact("antisocial 480210937")).isEqualTo("antisocial [digits]");
		for (String word : new String[] { "cell", "Ring", "my telephone:", "callback_number", "text me," }) {
			assertThat(redact(word + " 48210937")).isEqualTo(word + " [phone]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\n", "\\t", "\\r\\n", "\\u0020", "\\u00A0", "\\u002d", "\\\\n", "\\\\\\\\u0020", "\\/",
			"\\u2212", "\\" })
	void findsACardThatIsEscapedInProse(String sign) {
		String card = "4111-1111-1111-1111".replace("-", sign);
		assertThat(redact("Result: {\"n\":\"" + card + "\"}")).isEqualTo("Result: {\"n\":\"[card]\"}");
		assertThat(redact("Result: \\n" + card + "\\n ok")).isEqualTo("Result: \\n[card]\\n ok");
	}

	@Test
	void findsEscapedDigitsAndWords() {
		assertThat(redact("n=\\u0034111 1111\\u00201111\\u0020\\u0031111")).isEqualTo("n=[card]");
		assertThat(redact("said\\none two three\\nfour five six")).isEqualTo("said\\n[digits]");
		assertThat(redact("C:\\temp\\new\\1234 and \\u12")).isEqualTo("C:\\temp\\new\\1234 and \\u12");
		assertThat(redact("\\".repeat(10_000) + "n" + CARD)).endsWith("n[card]");
	}

	@Test
	void findsACardThatLooksHexadecimal() {
		assertThat(redact("id 0x4111111111111111.")).isEqualTo("id 0x[card].");
		assertThat(redact("id 0x4111 1111 1111 1111.")).isEqualTo("id 0x[card].");
		for (String text : new String[] { "0x00007f8b1c0c2a00", "0x10000000", "0x10 and 0x20", "0x" }) {
			assertThat(redact(text)).isSameAs(text);
		}
	}

	@Test
	void leavesNothingOfARowOfDigitsThatIsLonger() {
		for (int length = 6; length < 200; length++) {
			assertThat(redact("a " + "7".repeat(length) + " b")).matches("a \\[\\w+] b");
			assertThat(redact("a " + "7 ".repeat(length) + "b")).matches("a \\[\\w+] b");
			assertThat(redact("a " + "seven ".repeat(length) + "b")).matches("a \\[\\w+] b");
		}
	}

	@Test
	void leavesRowsAloneThatAreShorter() {
		for (String text : new String[] { "a 12345 b", "a 1 2 3 4 5 b", "a one two three four five b",
				"twenty four seven", "a 123-45 b", "12:34:56", "1/2/3/4/5/6" }) {
			assertThat(redact(text)).isSameAs(text);
		}
	}

	/**
	 * Two turns are two texts.
	 */
	@Test
	void leavesNoPartOfACardThatCouldBePutTogether() {
		for (int cut = 6; cut <= CARD.length() - 6; cut++) {
			assertThat(redact(CARD.substring(0, cut))).matches("\\[(digits|phone)]");
			assertThat(redact(CARD.substring(cut))).matches("\\[(digits|phone)]");
		}
	}

	@Test
	void findsEachOfSeveralNumbersThatMayBeOne() {
		assertThat(redact("4111111111111111 and 078-05-1120")).isEqualTo("[card] and [ssn]");
		assertThat(redact("078-05-1120, 4111 1111 1111 1111, 48210937")).isEqualTo("[ssn], [card], [digits]");
		assertThat(redact("48210937, 482109, 4821093, 482109371")).isEqualTo("[digits], [digits], [digits], [digits]");
	}

	@Test
	void addsNothingToATextThatItRedactedBefore() {
		Random random = new Random(3);
		for (Utterance utterance : Utterance.of("utterances.txt")) {
			String once = redact(utterance.text());
			assertThat(redact(once)).isEqualTo(once);
			int cut = random.nextInt(utterance.text().length() + 1);
			assertThat(redact(utterance.text().substring(cut))).isNotNull();
		}
	}

	@Test
	void throwsNothingWhateverTheTextIs() {
		Random random = new Random(11);
		String alphabet = "0123456789  ..,,--@@++()[]{}<>\"\\/:;%_'uUsSiIpPtTeElLaAbBoOnN\n\t\u00a0\uD835\uDFD2\uD800９";
		String[] words = { "at", "dot", "com", "one", "double", "twenty", "hundred", "for", "email", "DE89", "sip:",
				"tel:+", "<break", "ones", "May", "%40", "2026-11-21", "\\u0034", "0x" };
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(30); j >= 0; j--) {
				boolean word = random.nextInt(4) == 0;
				text.append(word ? words[random.nextInt(words.length)] + (random.nextBoolean() ? " " : "")
						: alphabet.charAt(random.nextInt(alphabet.length())));
			}
			assertThat(redact(text.toString())).isNotNull();
		}
	}

	@Test
	void doesNotShowWhatItLooksForElsewhere() {
		assertThat(this.redactor).hasToString("SensitiveDataRedactor[CARD, IBAN, EMAIL, PHONE, SSN, SIP, DIGITS]");
	}

}

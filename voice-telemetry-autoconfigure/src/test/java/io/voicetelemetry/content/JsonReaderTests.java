package io.voicetelemetry.content;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class JsonReaderTests {

	@Test
	@SuppressWarnings("unchecked")
	void readsEveryKindOfValue() {
		Object value = JsonReader.parse(
				" {\"text\": \"a \\\"b\\\" \\u00e9\\n\", \"whole\": -12, \"part\": 0.5e1, \"list\": [true, false, null, []], \"none\": {}} ");
		assertThat((Map<String, Object>) value).containsExactly(entry("text", "a \"b\" é\n"), entry("whole", -12L),
				entry("part", 5.0), entry("list", Arrays.asList(true, false, null, List.of())),
				entry("none", Map.of()));
	}

	@Test
	void readsTextsAlone() {
		assertThat(JsonReader.parse("\"\\\\ \\/ \\b\\f\\r\\t \\ud83d\\ude00\"")).isEqualTo("\\ / \b\f\r\t 😀");
		assertThat(JsonReader.parse("12345678901234567890")).isEqualTo(new BigInteger("12345678901234567890"));
		assertThat(JsonReader.parse("-123456789012345678")).isEqualTo(-123456789012345678L);
		assertThat(JsonReader.parse("9".repeat(301))).isEqualTo(1e301);
		assertThat(JsonReader.parse("0")).isEqualTo(0L);
		assertThat(JsonReader.isValid(" null ")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "[", "\"", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
			"{'a':1}", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "NaN", "Infinity", "[1] 2", "\"\\x\"",
			"\"\\u12g4\"", "\"a\nb\"", "\"\\", "hello", "[1 2]", "1٢" })
	void anythingElseIsNotJson(String text) {
		assertThat(JsonReader.parse(text)).isNull();
		assertThat(JsonReader.isValid(text)).isFalse();
	}

	@Test
	void isNotLedTooDeep() {
		assertThat(JsonReader.isValid("[".repeat(64) + "]".repeat(64))).isTrue();
		assertThat(JsonReader.isValid("[".repeat(65) + "]".repeat(65))).isFalse();
		assertThat(JsonReader.isValid("[".repeat(1_000_000))).isFalse();
		assertThat(JsonReader.isValid("[[],".repeat(1_000_000))).isFalse();
	}

	@Test
	void throwsNothingWhateverTheText() {
		Random random = new Random(1);
		String alphabet = "{}[]\",:\\u0e1-+.tfn al ";
		for (int i = 0; i < 100_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(20); length > 0; length--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			JsonReader.parse(text.toString());
		}
	}

}

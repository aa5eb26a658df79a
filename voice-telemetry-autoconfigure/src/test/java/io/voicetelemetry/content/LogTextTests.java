package io.voicetelemetry.content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that comes from outside makes a line of the log two, or another.
 */
class LogTextTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 7, 8, '\n', '\r', 0x0b, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x2028, 0x2029,
			0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800, 0xdfff, 0xe0041 })
	void hasAQuestionMarkForWhatDoesHarm(int codePoint) {
		String harmful = new String(Character.toChars(codePoint));
		assertThat(LogText.of("a" + harmful + "b" + harmful)).isEqualTo("a?b?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "plain ~", "Zürich", "日本語", "עברית", "😀", "\uE000" })
	void keepsWhatIsMerelyForeign(String text) {
		assertThat(LogText.of(text)).isEqualTo(text);
	}

	@Test
	void isCutBetweenCharacters() {
		assertThat(LogText.of("x".repeat(256))).hasSize(256);
		assertThat(LogText.of("x".repeat(257))).isEqualTo("x".repeat(256));
		assertThat(LogText.of("x".repeat(255) + "😀")).isEqualTo("x".repeat(255));
		assertThat(LogText.of("x".repeat(254) + "😀y")).isEqualTo("x".repeat(254) + "😀");
		assertThat(LogText.of("😀", 1)).isEmpty();
		assertThat(LogText.ofNullable(null)).isNull();
	}

}

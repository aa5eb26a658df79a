package io.voicetelemetry.sample.model;

import java.time.LocalTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpokenTime}.
 */
class SpokenTimeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			I take half past ten            | 10:30
			Nine thirty would be fine.      | 09:30
			at two o'clock, please          | 14:00
			is 8:30 still free?             | 08:30
			the one at 13.30                | 13:30
			I take half past 10             | 10:30
			2 o'clock on Tuesday            | 14:00
			2:00 will do                    | 14:00
			""")
	void findsTime(String text, LocalTime time) {
		assertThat(SpokenTime.find(text)).contains(time);
	}

	@ParameterizedTest
	@CsvSource({ "one of those would be nice", "I have 25:99", "the second one" })
	void findsNoTime(String text) {
		assertThat(SpokenTime.find(text)).isEmpty();
	}

	@Test
	void saysWhatItUnderstands() {
		for (LocalTime time = LocalTime.of(8, 0); time.isBefore(LocalTime.of(19, 30)); time = time.plusMinutes(30)) {
			assertThat(SpokenTime.find(SpokenTime.say(time))).contains(time);
		}
	}

}

package io.voicetelemetry.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsOriginTests {

	@ParameterizedTest
	@CsvSource({ "gpt-4o, gpt-4o-2024-08-06, gpt-4o", "gpt-4o, gpt-4o, gpt-4o", "gpt-4o, , gpt-4o",
			", gpt-4o-2024-08-06, gpt-4o-2024-08-06", "gpt-4o, gpt-4o-mini, gpt-4o-mini",
			"gpt-4o, claude-haiku, claude-haiku", "gpt-4, gpt-4o, gpt-4o", "gpt-4o, gpt-4o-, gpt-4o-",
			"claude-sonnet-4, claude-sonnet-4-20250514, claude-sonnet-4", ", ," })
	void modelIsTheOneThatAnsweredByTheNameItWasAskedBy(@Nullable String asked, @Nullable String answered,
			@Nullable String expected) {
		MetricsOrigin origin = new MetricsOrigin(null, null, null, "openai", asked, answered, null, null, null,
				Outcome.SUCCESS, null, Instant.EPOCH, null, null);
		assertThat(origin.model()).isEqualTo(expected);
	}

	@Test
	void canBeOfAnotherTurn() {
		MetricsOrigin origin = MetricsOrigin.of("openai", "gpt-4o", Instant.EPOCH);
		assertThat(origin.withSpeechId("speech_1").speechId()).isEqualTo("speech_1");
		assertThat(origin.withSpeechId("speech_1").withSpeechId(null)).isEqualTo(origin);
	}

}

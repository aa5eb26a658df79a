package io.voicetelemetry.benchmarks.targets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTests {

	private static final Measured NOTHING = new MeasuredAlike(Double.NaN);

	@Test
	void isMetUpToTheBound() {
		assertThat(atMost(1.15).row(NOTHING)).isEqualTo("| a call | 1.15 x | at most 1.15 x | met |%n".formatted());
		assertThat(atMost(1.16).row(NOTHING)).isEqualTo("| a call | 1.16 x | at most 1.15 x | missed |%n".formatted());
	}

	@Test
	void isMetFromTheBoundUp() {
		assertThat(atLeast(100_000).row(NOTHING))
			.isEqualTo("| spans | 100,000 /s | at least 100,000 /s | met |%n".formatted());
		assertThat(atLeast(99_999).row(NOTHING))
			.isEqualTo("| spans | 99,999 /s | at least 100,000 /s | missed |%n".formatted());
	}

	@Test
	void tellsWhatWasNotMeasured() {
		String row = "| a call | – | at most 1.15 x | not measured |%n".formatted();
		assertThat(atMost(Double.NaN).row(NOTHING)).isEqualTo(row);
		assertThat(atMost(1.0 / 0).row(NOTHING)).isEqualTo(row);
	}

	private static Target atMost(double value) {
		return Target.atMost("a call", 1.15, "%.2f x", (measured) -> value);
	}

	private static Target atLeast(double value) {
		return Target.atLeast("spans", 100_000, "%,.0f /s", (measured) -> value);
	}

}

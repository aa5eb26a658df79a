package io.voicetelemetry.benchmarks.targets;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramFigureTests {

	@Test
	void readsFiguresOfWhatIsTold() {
		assertThat(ProgramFigure.parse(Map.of("SPANS_PER_SECOND", "209902.4", "ports", "1 2")))
			.isEqualTo(Map.of(ProgramFigure.SPANS_PER_SECOND, 209902.4));
	}

}

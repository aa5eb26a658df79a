package io.voicetelemetry.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RunArgumentsTests {

	@Test
	void runsEverythingThreeTimesUnlessToldOtherwise() {
		assertThat(RunArguments.parse(List.of())).isEqualTo(new RunArguments(false, 3, List.of()));
	}

	@Test
	void isQuickInOneRoundUnlessToldOtherwise() {
		assertThat(RunArguments.parse(List.of("quick"))).isEqualTo(new RunArguments(true, 1, List.of()));
		assertThat(RunArguments.parse(List.of("quick", "2"))).isEqualTo(new RunArguments(true, 2, List.of()));
	}

	@Test
	void leavesTheRestToJmh() {
		assertThat(RunArguments.parse(List.of("1", "-i", "3", "Call")))
			.isEqualTo(new RunArguments(false, 1, List.of("-i", "3", "Call")));
		assertThat(RunArguments.parse(List.of("Call", "quick", "2")))
			.isEqualTo(new RunArguments(false, 3, List.of("Call", "quick", "2")));
	}

	@Test
	void runsAtLeastOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> RunArguments.parse(List.of("0")));
	}

}

package io.voicetelemetry.benchmarks.faults;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short forms of the rows, without what depends on how busy the machine is.
 */
class FaultInjectionTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5, 6, 8, 9, 10, 11 })
	void keepsItsPromises(int row) throws Exception {
		Options options = Options.parse("--short", "--seconds=1", "--sessions=50", "--rate=500", "--compare=false");
		assertThat(FaultInjection.SCENARIOS.get(row).play(options)).filteredOn((check) -> !check.timed())
			.isNotEmpty()
			.noneMatch((check) -> check.verdict() == Check.Verdict.FAIL);
	}

}

package io.voicetelemetry.benchmarks.faults;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallTimesTests {

	@Test
	void percentilesAreRightWithinThreePercent() {
		CallTimes times = new CallTimes();
		for (int nanos = 1; nanos <= 100_000; nanos++) {
			times.add(nanos);
		}
		for (double part : new double[] { 0.0001, 0.01, 0.5, 0.9, 0.99, 0.999 }) {
			assertThat((double) times.percentile(part)).isCloseTo(100_000 * part, Percentage.withPercentage(3.2));
		}
		assertThat(times.longest()).isEqualTo(100_000);
		assertThat(times.count()).isEqualTo(100_000);
	}

	@Test
	void aLongCallIsAboveAShortOne() {
		CallTimes times = new CallTimes();
		times.add(5);
		times.add(Long.MAX_VALUE);
		assertThat(times.countAbove(1000)).isOne();
		assertThat(times.percentile(1)).isEqualTo(Long.MAX_VALUE);
	}

}

package io.voicetelemetry.benchmarks.process;

import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MedianTests {

	@Test
	void isTheValueInTheMiddle() {
		assertThat(Median.of(DoubleStream.of(9, 1, 4))).isEqualTo(4);
		assertThat(Median.of(DoubleStream.of(9, 1, 4, 5))).isEqualTo(4.5);
		assertThat(Median.of(DoubleStream.of(2))).isEqualTo(2);
		assertThat(Median.of(DoubleStream.empty())).isNaN();
	}

}

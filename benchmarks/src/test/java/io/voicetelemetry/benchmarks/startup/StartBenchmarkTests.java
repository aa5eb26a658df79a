package io.voicetelemetry.benchmarks.startup;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartBenchmarkTests {

	@Test
	void startsEachApplicationWithItsOwnClassPath() throws IOException {
		Starts starts = StartBenchmark.run(0);
		double plain = starts.median(Variant.PLAIN, Start::beans);
		double bridge = starts.median(Variant.BRIDGE, Start::beans);
		assertThat(bridge).isGreaterThan(plain);
		assertThat(starts.median(Variant.VOICE, Start::beans)).isGreaterThan(bridge);
		assertThat(starts.median(Variant.VOICE_OTLP, Start::beans)).isGreaterThan(bridge);
		assertThat(starts.median(Variant.OPENTELEMETRY, Start::beans)).isGreaterThan(bridge);
	}

}

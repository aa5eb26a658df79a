package io.voicetelemetry.benchmarks.startup;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartBenchmarkTests {

	@Test
	void startsEachApplicationWithItsOwnClassPath() throws IOException {
		Map<Variant, Start> starts = StartBenchmark.run(0);
		assertThat(starts).containsOnlyKeys(Variant.values());
		long plain = starts.get(Variant.PLAIN).beans();
		assertThat(starts.get(Variant.BRIDGE).beans()).isGreaterThan(plain);
		assertThat(starts.get(Variant.VOICE).beans()).isGreaterThan(starts.get(Variant.BRIDGE).beans());
		assertThat(starts.get(Variant.OPENTELEMETRY).beans()).isGreaterThan(starts.get(Variant.BRIDGE).beans());
	}

}

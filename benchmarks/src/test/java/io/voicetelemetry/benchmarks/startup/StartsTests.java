package io.voicetelemetry.benchmarks.startup;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StartsTests {

	private final Starts starts = new Starts();

	@Test
	void aDisturbanceOfOneRoundDoesNotMoveTheRatio() {
		round(100, 110);
		round(300, 330);
		round(100, 330);
		assertThat(this.starts.ratio(Variant.VOICE, Variant.BRIDGE, Start::readyMillis)).isEqualTo(1.1);
		assertThat(this.starts.ratio(Variant.VOICE, Variant.BRIDGE, Start::beans)).isEqualTo(1);
		assertThat(this.starts.median(Variant.BRIDGE, Start::readyMillis)).isEqualTo(100);
	}

	private void round(long bridge, long voice) {
		this.starts.add(Variant.BRIDGE, new Start(bridge, 1, 1, 1, 1, 1));
		this.starts.add(Variant.VOICE, new Start(voice, 1, 1, 1, 1, 1));
	}

}

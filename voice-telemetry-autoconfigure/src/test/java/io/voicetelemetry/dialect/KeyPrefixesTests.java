package io.voicetelemetry.dialect;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyPrefixesTests {

	private final KeyPrefixes prefixes = new KeyPrefixes(List.of("lk.", "langfuse.", "openinference."));

	@Test
	void knowsWhatAKeyBeginsWith() {
		assertThat(this.prefixes.begin("lk.speech_id")).isTrue();
		assertThat(this.prefixes.begin("langfuse.")).isTrue();
		assertThat(this.prefixes.begin("lkx")).isFalse();
		assertThat(this.prefixes.begin("gen_ai.lk.")).isFalse();
	}

	@Test
	void takesAnyKey() {
		assertThat(this.prefixes.begin("")).isFalse();
		assertThat(this.prefixes.begin("日本")).isFalse();
		assertThat(this.prefixes.begin("l")).isFalse();
	}

}

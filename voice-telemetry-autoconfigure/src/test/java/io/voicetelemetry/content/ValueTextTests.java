package io.voicetelemetry.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValueTextTests {

	@Test
	void ofBytesIsHowManyThereAre() throws Exception {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		stream.write(new byte[] { 'a', 'b', 'c' });
		assertThat(ValueText.of(new byte[3200])).isEqualTo("[3200 bytes]");
		assertThat(ValueText.of(ByteBuffer.allocate(640).position(40))).isEqualTo("[600 bytes]");
		assertThat(ValueText.of(ByteBuffer.allocateDirect(0))).isEqualTo("[0 bytes]");
		assertThat(ValueText.of(stream)).isEqualTo("[3 bytes]");
	}

	@Test
	void ofAStreamIsNotRead() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[] { 1, 2, 3 });
		assertThat(ValueText.of(stream)).isEqualTo("[bytes]");
		assertThat(stream.available()).isEqualTo(3);
	}

	@Test
	void ofAnythingElseIsItsOwn() {
		assertThat(ValueText.of(List.of(1, "a"))).isEqualTo("[1, a]");
		assertThat(ValueText.of("text")).isEqualTo("text");
		assertThat(ValueText.of(null)).isNull();
	}

}

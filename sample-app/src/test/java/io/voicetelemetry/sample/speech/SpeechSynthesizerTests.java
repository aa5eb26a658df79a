package io.voicetelemetry.sample.speech;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpeechSynthesizer}.
 */
class SpeechSynthesizerTests {

	private static final String SENTENCE = "Good morning, this is the Riverside Clinic.";

	private final SpeechSynthesizer synthesizer = new SpeechSynthesizer(new VoicePool());

	@Test
	void speaksIntoSinkInChunks() {
		List<byte[]> chunks = new ArrayList<>();
		Speech speech = this.synthesizer.synthesize(SENTENCE, chunks::add);
		assertThat(speech.complete()).isTrue();
		assertThat(speech.characters()).isEqualTo(SENTENCE.length());
		assertThat(speech.audioBytes()).isEqualTo(chunks.stream().mapToLong((chunk) -> chunk.length).sum());
		assertThat(speech.audioDuration()).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(5));
		assertThat(chunks).hasSizeGreaterThan(10);
	}

	@Test
	void producesLittleEndianSamplesOfSpeech() {
		ByteBuffer pcm = ByteBuffer.wrap(pcm(SENTENCE)).order(ByteOrder.LITTLE_ENDIAN);
		int loudest = 0;
		long steps = 0;
		int samples = pcm.remaining() / 2;
		short previous = 0;
		while (pcm.hasRemaining()) {
			short sample = pcm.getShort();
			loudest = Math.max(loudest, Math.abs(sample));
			steps += Math.abs(sample - previous);
			previous = sample;
		}
		assertThat(loudest).isBetween(2_000, 32_767);
		assertThat(steps / samples).as("mean step; in the wrong byte order it is noise").isLessThan(2_000);
	}

	@Test
	void stopsWhenSinkWantsNoMore() {
		List<byte[]> chunks = new ArrayList<>();
		Speech speech = this.synthesizer.synthesize(SENTENCE, (pcm) -> {
			if (chunks.size() == 3) {
				return false;
			}
			return chunks.add(pcm);
		});
		assertThat(speech.complete()).isFalse();
		assertThat(chunks).hasSize(3);
		assertThat(speech.audioBytes()).isEqualTo(chunks.stream().mapToLong((chunk) -> chunk.length).sum());
		assertThat(this.synthesizer.synthesize(SENTENCE, (pcm) -> true).complete()).isTrue();
	}

	@Test
	void speaksOnManyThreadsAtOnce() throws Exception {
		byte[] expected = pcm(SENTENCE);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<byte[]>> results = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				results.add(executor.submit(() -> pcm(SENTENCE)));
			}
			for (Future<byte[]> result : results) {
				assertThat(result.get()).isEqualTo(expected);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private byte[] pcm(String text) {
		ByteArrayOutputStream audio = new ByteArrayOutputStream();
		this.synthesizer.synthesize(text, (pcm) -> {
			audio.writeBytes(pcm);
			return true;
		});
		return audio.toByteArray();
	}

}

package io.voicetelemetry.sample.speech;

import java.time.Duration;

import io.voicetelemetry.session.TtsResult;

/**
 * What became of one text handed to the synthesiser. As a {@link TtsResult} it is read
 * onto the span of the method that returns it.
 *
 * @param characters length of the text
 * @param audioBytes number of PCM bytes the sink accepted
 * @param complete whether the whole text was spoken; {@code false} when the sink stopped
 * it
 */
public record Speech(int characters, long audioBytes, boolean complete) implements TtsResult {

	/**
	 * Return how long the audio plays.
	 * @return the duration
	 */
	@Override
	public Duration audioDuration() {
		return PcmAudio.duration(this.audioBytes);
	}

}

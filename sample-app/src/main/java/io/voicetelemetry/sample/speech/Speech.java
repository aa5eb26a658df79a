package io.voicetelemetry.sample.speech;

/**
 * What became of one text handed to the synthesiser.
 *
 * @param characters length of the text
 * @param audioBytes number of PCM bytes the sink accepted
 * @param complete whether the whole text was spoken; {@code false} when the sink stopped
 * it
 */
public record Speech(int characters, long audioBytes, boolean complete) {

	/**
	 * Return how long the audio plays.
	 * @return the duration in seconds
	 */
	public double audioSeconds() {
		return PcmAudio.seconds(this.audioBytes);
	}

}

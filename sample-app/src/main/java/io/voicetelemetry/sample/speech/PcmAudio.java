package io.voicetelemetry.sample.speech;

import java.time.Duration;

/**
 * The one audio format of this application: 16-bit little-endian mono at 16 kHz.
 */
public final class PcmAudio {

	/**
	 * Name of the sample encoding, as callers are told.
	 */
	public static final String ENCODING = "pcm_s16le";

	/**
	 * Samples per second.
	 */
	public static final int SAMPLE_RATE = 16_000;

	/**
	 * Bytes per second.
	 */
	public static final int BYTES_PER_SECOND = SAMPLE_RATE * 2;

	private PcmAudio() {
	}

	/**
	 * Return how long so many bytes play.
	 * @param bytes the number of bytes
	 * @return the duration in seconds
	 */
	public static double seconds(long bytes) {
		return (double) bytes / BYTES_PER_SECOND;
	}

	/**
	 * Return how long so many bytes play.
	 * @param bytes the number of bytes
	 * @return the duration
	 */
	public static Duration duration(long bytes) {
		return Duration.ofNanos(bytes * (1_000_000_000L / BYTES_PER_SECOND));
	}

}

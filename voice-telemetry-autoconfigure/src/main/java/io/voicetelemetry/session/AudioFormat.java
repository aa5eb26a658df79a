package io.voicetelemetry.session;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How audio is coded whose length follows from its bytes. Compressed audio has none of
 * these: say how long it is.
 *
 * @param coding the coding: {@code pcm16}, {@code mulaw}, …
 * @param sampleRate samples a second, of each channel
 * @param channels how many channels there are
 * @since 0.1
 */
public record AudioFormat(Coding coding, int sampleRate, int channels) {

	private static final int MAX_SAMPLE_RATE = 768_000;

	private static final int MAX_CHANNELS = 64;

	private static final Pattern TEXT = Pattern.compile("([a-z0-9]{1,10})/(\\d{1,6})(?:/(\\d{1,2}))?");

	/**
	 * A format.
	 * @throws IllegalArgumentException if there is no such rate, or no such number of
	 * channels
	 */
	public AudioFormat {
		if (coding == null) {
			throw new NullPointerException("'coding' must not be null");
		}
		if (sampleRate <= 0 || sampleRate > MAX_SAMPLE_RATE) {
			throw new IllegalArgumentException("'sampleRate' must be between 1 and " + MAX_SAMPLE_RATE);
		}
		if (channels <= 0 || channels > MAX_CHANNELS) {
			throw new IllegalArgumentException("'channels' must be between 1 and " + MAX_CHANNELS);
		}
	}

	/**
	 * One channel of signed 16-bit samples, as most speech services send.
	 * @param sampleRate samples a second
	 * @return the format
	 */
	public static AudioFormat pcm16(int sampleRate) {
		return new AudioFormat(Coding.PCM16, sampleRate, 1);
	}

	/**
	 * One channel of G.711 mu-law, as telephone lines carry it.
	 * @param sampleRate samples a second, mostly 8,000
	 * @return the format
	 */
	public static AudioFormat mulaw(int sampleRate) {
		return new AudioFormat(Coding.MULAW, sampleRate, 1);
	}

	/**
	 * Reads a format: {@code coding/rate} or {@code coding/rate/channels},
	 * {@code pcm16/24000} say.
	 * @param text the format
	 * @return the format, or nothing if it is none
	 */
	public static Optional<AudioFormat> find(@Nullable String text) {
		Matcher matcher = TEXT.matcher((text != null) ? text : "");
		Coding coding = matcher.matches() ? Coding.BY_NAME.get(matcher.group(1)) : null;
		if (coding == null) {
			return Optional.empty();
		}
		int sampleRate = Integer.parseInt(matcher.group(2));
		int channels = (matcher.group(3) != null) ? Integer.parseInt(matcher.group(3)) : 1;
		boolean valid = sampleRate > 0 && sampleRate <= MAX_SAMPLE_RATE && channels > 0 && channels <= MAX_CHANNELS;
		return valid ? Optional.of(new AudioFormat(coding, sampleRate, channels)) : Optional.empty();
	}

	/**
	 * How long audio is.
	 * @param bytes its size
	 * @return its length in seconds
	 */
	public double seconds(long bytes) {
		return bytes / ((double) this.sampleRate * this.channels * this.coding.bytes);
	}

	/**
	 * The format as {@link #find(String)} reads it.
	 */
	@Override
	public String toString() {
		String text = this.coding.text() + "/" + this.sampleRate;
		return (this.channels > 1) ? text + "/" + this.channels : text;
	}

	/**
	 * What a sample is.
	 *
	 * @since 0.1
	 */
	public enum Coding {

		/** 8-bit linear samples. */
		PCM8(1),

		/** 16-bit linear samples. */
		PCM16(2),

		/** 24-bit linear samples. */
		PCM24(3),

		/** 32-bit linear samples. */
		PCM32(4),

		/** 32-bit floating-point samples. */
		FLOAT32(4),

		/** G.711 mu-law. */
		MULAW(1),

		/** G.711 A-law. */
		ALAW(1);

		private static final Map<String, Coding> BY_NAME = Map.of("pcm8", PCM8, "pcm16", PCM16, "pcm24", PCM24, "pcm32",
				PCM32, "float32", FLOAT32, "mulaw", MULAW, "alaw", ALAW);

		private final int bytes;

		Coding(int bytes) {
			this.bytes = bytes;
		}

		private String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

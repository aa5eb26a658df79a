package io.voicetelemetry.sample.speech;

/**
 * Where synthesised audio goes, chunk by chunk.
 */
@FunctionalInterface
public interface AudioSink {

	/**
	 * Take the next chunk.
	 * @param pcm 16-bit little-endian mono samples, the receiver's to keep
	 * @return whether more is wanted; {@code false} stops the synthesis
	 */
	boolean accept(byte[] pcm);

}

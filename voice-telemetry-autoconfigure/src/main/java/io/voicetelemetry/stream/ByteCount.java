package io.voicetelemetry.stream;

/**
 * So many bytes of a stream: an item of its own, because what they are is not looked at.
 *
 * @param bytes how many
 */
record ByteCount(int bytes) {

	private static final ByteCount ONE = new ByteCount(1);

	static ByteCount of(long bytes) {
		return (bytes == 1) ? ONE : new ByteCount((int) Math.min(bytes, Integer.MAX_VALUE));
	}

}

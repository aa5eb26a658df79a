package io.voicetelemetry.otlp;

import java.io.ByteArrayOutputStream;

/**
 * A protobuf message that is being put together of encoded parts. Not thread-safe.
 */
final class ProtobufOutput extends ByteArrayOutputStream {

	private static final int LENGTH_DELIMITED = 2;

	ProtobufOutput(int size) {
		super(size);
	}

	/**
	 * Adds a text, bytes or a message.
	 */
	void write(int number, byte[] value, int from, int to) {
		writeVarint((number << 3) | LENGTH_DELIMITED);
		writeVarint(to - from);
		write(value, from, to - from);
	}

	void write(int number, byte[] value) {
		write(number, value, 0, value.length);
	}

	void write(int number, ProtobufOutput message) {
		write(number, message.buf, 0, message.count);
	}

	private void writeVarint(int value) {
		int rest = value;
		while ((rest & ~0x7F) != 0) {
			write((rest & 0x7F) | 0x80);
			rest >>>= 7;
		}
		write(rest);
	}

}

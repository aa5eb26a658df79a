package io.voicetelemetry.otlp;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A protobuf message that is being put together. Not thread-safe.
 */
final class ProtobufOutput extends OutputStream {

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED32 = 5;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INTEGER = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private final int firstSize;

	private byte[] bytes;

	private int size;

	ProtobufOutput(int firstSize) {
		this.firstSize = Math.max(firstSize, 16);
		this.bytes = new byte[this.firstSize];
	}

	int size() {
		return this.size;
	}

	/**
	 * Forgets what was written last.
	 * @param size what is kept
	 */
	void truncate(int size) {
		this.size = size;
	}

	/**
	 * Forgets all that was written.
	 * @param mostKept how much memory is kept at most, in bytes
	 */
	void clear(int mostKept) {
		this.size = 0;
		if (this.bytes.length > mostKept) {
			this.bytes = new byte[this.firstSize];
		}
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	private void ensure(int more) {
		if (more > this.bytes.length - this.size) {
			int needed = Math.addExact(this.size, more);
			this.bytes = Arrays.copyOf(this.bytes,
					Math.max(needed, (int) Math.min(2L * needed, Integer.MAX_VALUE - 8)));
		}
	}

	@Override
	public void write(int value) {
		ensure(1);
		this.bytes[this.size++] = (byte) value;
	}

	@Override
	public void write(byte[] value, int from, int length) {
		ensure(length);
		System.arraycopy(value, from, this.bytes, this.size, length);
		this.size += length;
	}

	@Override
	public void write(byte[] value) {
		write(value, 0, value.length);
	}

	/**
	 * Adds bytes or a message.
	 */
	void write(int number, byte[] value) {
		writeLength(number, value.length);
		write(value, 0, value.length);
	}

	void write(int number, ProtobufOutput message) {
		writeLength(number, message.size);
		write(message.bytes, 0, message.size);
	}

	/**
	 * Adds a text, unless it is empty.
	 */
	void writeText(int number, String text) {
		if (!text.isEmpty()) {
			write(number, text.getBytes(StandardCharsets.UTF_8));
		}
	}

	/**
	 * Adds an integer.
	 */
	void writeInteger(int number, long value) {
		writeVarint((number << 3) | VARINT);
		writeVarint(value);
	}

	void writeFixed64(int number, long value) {
		writeVarint((number << 3) | FIXED64);
		ensure(Long.BYTES);
		LONG.set(this.bytes, this.size, value);
		this.size += Long.BYTES;
	}

	void writeFixed32(int number, int value) {
		writeVarint((number << 3) | FIXED32);
		ensure(Integer.BYTES);
		INTEGER.set(this.bytes, this.size, value);
		this.size += Integer.BYTES;
	}

	/**
	 * Adds an id.
	 * @param id in lower case, hexadecimal
	 */
	void writeId(int number, String id) {
		byte[] digits = id.getBytes(StandardCharsets.ISO_8859_1);
		int length = digits.length / 2;
		writeLength(number, length);
		ensure(length);
		for (int i = 0; i < length; i++) {
			this.bytes[this.size + i] = (byte) (valueOf(digits[2 * i]) << 4 | valueOf(digits[2 * i + 1]));
		}
		this.size += length;
	}

	/**
	 * The value of a digit, told without a jump: letters have a bit that numbers lack.
	 */
	private static int valueOf(byte digit) {
		return (digit & 0xF) + 9 * (digit >>> 6);
	}

	/**
	 * Adds what comes before a text, bytes or a message.
	 */
	void writeLength(int number, int length) {
		writeVarint((number << 3) | LENGTH_DELIMITED);
		writeVarint(length);
	}

	private void writeVarint(long value) {
		ensure(10);
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.bytes[this.size++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.size++] = (byte) rest;
	}

	/**
	 * How many bytes an integer takes.
	 */
	static int bytesOf(long value) {
		return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
	}

	/**
	 * Begins a message in this one.
	 * @param lengthBytes how many bytes its length is likely to take
	 * @return where it begins
	 */
	int begin(int number, int lengthBytes) {
		writeVarint((number << 3) | LENGTH_DELIMITED);
		ensure(lengthBytes);
		this.size += lengthBytes;
		return this.size;
	}

	/**
	 * Ends a message.
	 * @param start where it begins
	 * @param lengthBytes how many bytes there are for its length
	 */
	void end(int start, int lengthBytes) {
		int length = this.size - start;
		int needed = bytesOf(length);
		if (needed > lengthBytes) {
			ensure(needed - lengthBytes);
		}
		if (needed != lengthBytes) {
			System.arraycopy(this.bytes, start, this.bytes, start + needed - lengthBytes, length);
		}
		this.size = start - lengthBytes;
		writeVarint(length);
		this.size += length;
	}

}

package io.voicetelemetry.otlp;

/**
 * Walks the fields of an encoded protobuf message, without knowing its schema. Not
 * thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf encoding</a>
 */
final class ProtobufFields {

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED32 = 5;

	private final byte[] message;

	private final int end;

	private int position;

	private int number;

	private int wireType;

	private int fieldStart;

	private int valueStart;

	private long varint;

	/**
	 * The fields of a part of an array.
	 * @param message the array
	 * @param from where the message begins
	 * @param to where it ends
	 */
	ProtobufFields(byte[] message, int from, int to) {
		this.message = message;
		this.position = from;
		this.end = to;
	}

	ProtobufFields(byte[] message) {
		this(message, 0, message.length);
	}

	/**
	 * Goes to the next field.
	 * @return whether there is one
	 * @throws IllegalArgumentException if this is no protobuf message
	 */
	boolean next() {
		if (this.position == this.end) {
			return false;
		}
		this.fieldStart = this.position;
		long tag = readVarint();
		this.number = (int) (tag >>> 3);
		this.wireType = (int) (tag & 7);
		this.valueStart = this.position;
		switch (this.wireType) {
			case VARINT -> this.varint = readVarint();
			case FIXED64 -> skip(Long.BYTES);
			case FIXED32 -> skip(Integer.BYTES);
			case LENGTH_DELIMITED -> {
				long length = readVarint();
				this.valueStart = this.position;
				skip(length);
			}
			default -> throw malformed();
		}
		if (this.number == 0) {
			throw malformed();
		}
		return true;
	}

	private void skip(long length) {
		if (length < 0 || length > this.end - this.position) {
			throw malformed();
		}
		this.position += (int) length;
	}

	private long readVarint() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			if (this.position == this.end) {
				throw malformed();
			}
			byte next = this.message[this.position++];
			value |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw malformed();
	}

	private static IllegalArgumentException malformed() {
		return new IllegalArgumentException("This is no protobuf message");
	}

	/**
	 * The number of the field.
	 */
	int number() {
		return this.number;
	}

	/**
	 * Whether the value of the field is a text, bytes or a message.
	 */
	boolean isLengthDelimited() {
		return this.wireType == LENGTH_DELIMITED;
	}

	/**
	 * Whether the value of the field has eight bytes.
	 */
	boolean isFixed64() {
		return this.wireType == FIXED64;
	}

	/**
	 * The value of the field, if it is an integer.
	 */
	long varint() {
		return (this.wireType == VARINT) ? this.varint : 0;
	}

	/**
	 * The fields of the message that is the value.
	 */
	ProtobufFields message() {
		return new ProtobufFields(this.message, this.valueStart, this.position);
	}

	/**
	 * Where the field begins, its tag included.
	 */
	int fieldStart() {
		return this.fieldStart;
	}

	/**
	 * Where the value begins.
	 */
	int valueStart() {
		return this.valueStart;
	}

	/**
	 * Where the field and its value end.
	 */
	int end() {
		return this.position;
	}

	/**
	 * Adds the field to a message.
	 */
	void copyTo(ProtobufOutput out) {
		out.write(this.message, this.fieldStart, this.position - this.fieldStart);
	}

}

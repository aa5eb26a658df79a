package io.voicetelemetry.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What precedes the content of a record in a {@link RecordFile}:
 *
 * <pre>
 * 1 byte   state: overwritten in place when the record is removed, so no checksum covers it
 * 4 bytes  length of the content
 * 4 bytes  count
 * 8 bytes  key
 * 4 bytes  checksum of length, count and key: if it is right, the next record can be found
 * 4 bytes  checksum of all this and of the content
 * </pre>
 *
 * @param position where the record begins in the file
 * @param length of the content
 * @param count how many spans there are in it
 * @param key a number that the owner of the file knows the record by
 * @param removed whether it is not needed any more
 */
record RecordHeader(long position, int length, int count, long key, boolean removed) {

	static final int BYTES = 25;

	/** Differs from the other state in each bit: one that flips removes nothing. */
	static final byte REMOVED = (byte) 0xf0;

	private static final byte LIVE = 0x0f;

	private static final int FIELDS = 16;

	/**
	 * The header of a new record and its content, as they are written.
	 */
	static byte[] encode(int count, long key, byte[] content) {
		ByteBuffer record = ByteBuffer.allocate(Math.addExact(BYTES, content.length));
		record.put(LIVE).putInt(content.length).putInt(count).putLong(key);
		record.putInt(checksum(record.array(), 1, FIELDS));
		record.position(BYTES).put(content);
		record.putInt(BYTES - Integer.BYTES, checksumOfAll(record.array(), content));
		return record.array();
	}

	/**
	 * Reads a header.
	 * @return null if it is damaged
	 */
	static @Nullable RecordHeader decode(long position, byte[] bytes) {
		ByteBuffer header = ByteBuffer.wrap(bytes, 0, BYTES);
		byte state = header.get();
		int length = header.getInt();
		int count = header.getInt();
		long key = header.getLong();
		if (header.getInt() != checksum(bytes, 1, FIELDS) || length < 0) {
			return null;
		}
		return new RecordHeader(position, length, count, key, state == REMOVED);
	}

	/**
	 * Starts the checksum of a whole record; the content is to be added.
	 */
	static CRC32C checksumOfAll(byte[] header) {
		CRC32C checksum = new CRC32C();
		checksum.update(header, 1, BYTES - 1 - Integer.BYTES);
		return checksum;
	}

	static int checksumOfAll(byte[] header, byte[] content) {
		CRC32C checksum = checksumOfAll(header);
		checksum.update(content);
		return (int) checksum.getValue();
	}

	/**
	 * The checksum of the whole record that its header claims.
	 */
	static int claimedChecksum(byte[] header) {
		return ByteBuffer.wrap(header).getInt(BYTES - Integer.BYTES);
	}

	private static int checksum(byte[] bytes, int offset, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, offset, length);
		return (int) checksum.getValue();
	}

	long bytes() {
		return (long) BYTES + this.length;
	}

	long end() {
		return this.position + bytes();
	}

}

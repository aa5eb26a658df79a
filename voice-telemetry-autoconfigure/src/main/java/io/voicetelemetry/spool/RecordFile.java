package io.voicetelemetry.spool;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * An open file of checksummed records that only grows at its end. Not thread-safe.
 * <p>
 * It is a {@link RandomAccessFile} and no channel, since a channel is closed when a
 * thread that uses it is interrupted.
 */
final class RecordFile implements AutoCloseable {

	/** Magic number, clock, checksum of the clock, nothing. */
	static final int HEADER_BYTES = 24;

	static final long MAGIC = 0x56546c5265633031L;

	private static final int CLOCK_POSITION = Long.BYTES;

	private final RandomAccessFile file;

	/** Up to where there are whole records. */
	private long length;

	private RecordFile(RandomAccessFile file, long length) {
		this.file = file;
		this.length = length;
	}

	/**
	 * Makes a file that must not exist.
	 */
	static RecordFile create(Path path, long clock) throws IOException {
		PrivateFiles.createFile(path);
		try {
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			try {
				file.write(header(clock));
				return new RecordFile(file, HEADER_BYTES);
			}
			catch (Throwable ex) {
				file.close();
				throw ex;
			}
		}
		catch (Throwable ex) {
			Files.deleteIfExists(path);
			throw ex;
		}
	}

	/**
	 * Opens a file that exists; just for reading, if writing is not allowed any more.
	 */
	static RecordFile open(Path path) throws IOException {
		if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
			// Or else it would be made.
			throw new NoSuchFileException(path.toString());
		}
		RandomAccessFile file;
		try {
			file = new RandomAccessFile(path.toFile(), "rw");
		}
		catch (IOException ex) {
			file = new RandomAccessFile(path.toFile(), "r");
		}
		try {
			return new RecordFile(file, file.length());
		}
		catch (Throwable ex) {
			file.close();
			throw ex;
		}
	}

	/**
	 * Appends a record. If that fails, what was written of it is cut off again.
	 * @throws IOException if it was not written. If not even cutting off was possible,
	 * {@link #isWhole()} is false, and nothing may be appended any more
	 */
	RecordHeader append(int count, long key, byte[] content) throws IOException {
		byte[] record = RecordHeader.encode(count, key, content);
		RecordHeader header = new RecordHeader(this.length, content.length, count, key, false);
		try {
			this.file.seek(this.length);
			this.file.write(record);
		}
		catch (IOException ex) {
			try {
				this.file.setLength(this.length);
			}
			catch (IOException again) {
				ex.addSuppressed(again);
			}
			throw ex;
		}
		this.length = header.end();
		return header;
	}

	byte[] read(RecordHeader header) throws IOException {
		byte[] start = new byte[RecordHeader.BYTES];
		byte[] content = new byte[header.length()];
		try {
			this.file.seek(header.position());
			this.file.readFully(start);
			this.file.readFully(content);
		}
		catch (EOFException ex) {
			throw new IOException("A record is cut off", ex);
		}
		RecordHeader found = RecordHeader.decode(header.position(), start);
		if (found == null || found.length() != content.length || found.key() != header.key()
				|| RecordHeader.claimedChecksum(start) != RecordHeader.checksumOfAll(start, content)) {
			throw new IOException("A record is damaged");
		}
		return content;
	}

	/**
	 * Notes in the file that a record is not needed any more.
	 */
	void remove(RecordHeader header) throws IOException {
		this.file.seek(header.position());
		this.file.write(RecordHeader.REMOVED);
	}

	/**
	 * Cuts off all records.
	 */
	void clear() throws IOException {
		this.file.setLength(HEADER_BYTES);
		this.length = HEADER_BYTES;
	}

	/**
	 * Overwrites the clock in place.
	 */
	void setClock(long clock) throws IOException {
		this.file.seek(CLOCK_POSITION);
		this.file.write(header(clock), CLOCK_POSITION, Long.BYTES + Integer.BYTES);
	}

	/**
	 * Has all that was written put on the device.
	 */
	void force() throws IOException {
		this.file.getFD().sync();
	}

	/**
	 * Whether there is nothing but whole records.
	 */
	boolean isWhole() {
		try {
			return this.file.length() == this.length;
		}
		catch (IOException ex) {
			return false;
		}
	}

	long length() {
		return this.length;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * The clock in the header of a file.
	 * @return 0 if there is none or it is damaged
	 */
	static long clock(byte[] header) {
		ByteBuffer buffer = ByteBuffer.wrap(header);
		long clock = buffer.getLong(CLOCK_POSITION);
		return (buffer.getInt(CLOCK_POSITION + Long.BYTES) == checksum(clock)) ? clock : 0;
	}

	private static byte[] header(long clock) {
		return ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(clock).putInt(checksum(clock)).array();
	}

	private static int checksum(long clock) {
		CRC32C checksum = new CRC32C();
		checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, clock));
		return (int) checksum.getValue();
	}

}

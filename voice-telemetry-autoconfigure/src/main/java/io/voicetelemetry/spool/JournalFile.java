package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The file of an {@link OpenSpanJournal} and where in it the wills are. Not thread-safe.
 */
final class JournalFile {

	private final Path path;

	private final RecordFile file;

	private final WillTable wills = new WillTable();

	private long liveBytes;

	private long clock;

	private long compactAt;

	private boolean broken;

	JournalFile(Path path, long clock) throws IOException {
		this.path = path;
		this.clock = clock;
		this.file = RecordFile.create(path, clock);
	}

	void put(long spanId, byte[] will) throws IOException {
		RecordHeader record;
		try {
			record = this.file.append(1, spanId, will);
		}
		catch (IOException ex) {
			this.broken = !this.file.isWhole();
			throw ex;
		}
		// After the new one is there: one of them always is.
		RecordHeader replaced = this.wills.get(spanId);
		this.wills.put(spanId, record.position(), record.length());
		this.liveBytes += record.bytes();
		if (replaced != null) {
			this.liveBytes -= replaced.bytes();
			this.file.remove(replaced);
		}
	}

	void remove(long spanId) throws IOException {
		RecordHeader record = this.wills.get(spanId);
		if (record != null) {
			this.wills.remove(spanId);
			this.liveBytes -= record.bytes();
			this.file.remove(record);
		}
	}

	void copyTo(JournalFile other) throws IOException {
		for (RecordHeader record : this.wills.records()) {
			other.put(record.key(), this.file.read(record));
		}
	}

	/**
	 * Cuts off all wills.
	 */
	void clear() throws IOException {
		this.file.clear();
	}

	void setClock(long clock) throws IOException {
		this.clock = clock;
		this.file.setClock(clock);
	}

	void force() throws IOException {
		this.file.force();
	}

	/**
	 * Closes the file.
	 * @param delete whether nothing in it is needed any more
	 */
	void close(boolean delete) {
		try (RecordFile closing = this.file) {
			if (delete) {
				// If it can't be deleted, there should at least be nothing in it.
				closing.clear();
			}
		}
		catch (IOException ex) {
			// It is deleted all the same.
		}
		if (delete) {
			NumberedFiles.delete(this.path);
		}
	}

	/**
	 * How much the wills would take, if the span had this one.
	 */
	long liveBytesWith(long spanId, byte[] will) {
		RecordHeader replaced = this.wills.get(spanId);
		return this.liveBytes + RecordHeader.BYTES + will.length - ((replaced != null) ? replaced.bytes() : 0);
	}

	long liveBytes() {
		return this.liveBytes;
	}

	/**
	 * How many bytes of the file are of no use any more.
	 */
	long garbage() {
		return this.file.length() - RecordFile.HEADER_BYTES - this.liveBytes;
	}

	boolean isEmpty() {
		return this.wills.isEmpty();
	}

	/**
	 * Whether there is something half-written at the end that could not be cut off, so
	 * that nothing may follow.
	 */
	boolean isBroken() {
		return this.broken;
	}

	long clock() {
		return this.clock;
	}

	/**
	 * How much garbage there must be for the next attempt to clear it out.
	 */
	long compactAt() {
		return this.compactAt;
	}

	void setCompactAt(long garbage) {
		this.compactAt = garbage;
	}

}

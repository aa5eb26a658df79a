package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * One file of a {@link Spool}. It is open only while it is used. Not thread-safe.
 */
final class Segment {

	private final Path path;

	private final boolean corrupt;

	private @Nullable RecordFile file;

	private int live;

	private long bytes;

	/**
	 * A segment that an earlier process left.
	 */
	Segment(Path path, boolean corrupt) {
		this.path = path;
		this.corrupt = corrupt;
		this.bytes = path.toFile().length();
	}

	/**
	 * A new segment.
	 */
	Segment(Path path, RecordFile file) {
		this.path = path;
		this.corrupt = false;
		this.file = file;
		this.bytes = file.length();
	}

	SpoolRecord append(int spans, long createdEpochMillis, byte[] payload, boolean fsync) throws IOException {
		RecordFile open = open();
		RecordHeader header;
		try {
			header = open.append(spans, createdEpochMillis, payload);
		}
		finally {
			this.bytes = this.path.toFile().length();
		}
		SpoolRecord record = add(header);
		if (fsync) {
			try {
				open.force();
			}
			catch (IOException ex) {
				// The caller keeps it elsewhere, so it is not to be found here, too.
				record.setRemoved();
				remove(header);
				throw ex;
			}
		}
		return record;
	}

	SpoolRecord add(RecordHeader header) {
		this.live++;
		return new SpoolRecord(this, header);
	}

	byte[] read(RecordHeader header) throws IOException {
		return open().read(header);
	}

	void remove(RecordHeader header) throws IOException {
		this.live--;
		open().remove(header);
	}

	/**
	 * Gives back the space of records which are all removed.
	 */
	void clear() throws IOException {
		RecordFile open = open();
		open.clear();
		this.bytes = open.length();
	}

	/**
	 * Whether nothing was cut off half-way at its end, so that more may follow.
	 */
	boolean isWhole() {
		return this.file != null && this.file.isWhole();
	}

	boolean exists() {
		return this.path.toFile().exists();
	}

	boolean isEmpty() {
		return this.live == 0;
	}

	boolean isCorrupt() {
		return this.corrupt;
	}

	long bytes() {
		return this.bytes;
	}

	Path path() {
		return this.path;
	}

	private RecordFile open() throws IOException {
		RecordFile open = this.file;
		if (open == null) {
			open = RecordFile.open(this.path);
			this.file = open;
		}
		return open;
	}

	void close() {
		RecordFile open = this.file;
		this.file = null;
		if (open != null) {
			try {
				open.close();
			}
			catch (IOException ex) {
				// Nothing is buffered, so nothing is lost.
			}
		}
	}

}

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a {@link Spool}, and how much they take. Not thread-safe but for
 * {@link #bytes()}.
 */
final class Segments {

	private static final Logger logger = LoggerFactory.getLogger(Spool.class);

	private final Path directory;

	private final SpoolSettings settings;

	private final NumberedFiles files;

	/** To which records are appended. */
	private @Nullable Segment last;

	/** Another one that is open, because it was used most recently. */
	private @Nullable Segment open;

	private volatile long bytes;

	private long corruptBytes;

	private boolean logged;

	Segments(Path directory, SpoolSettings settings, NumberedFiles files, long recoveredBytes, long corruptBytes) {
		this.directory = directory;
		this.settings = settings;
		this.files = files;
		this.corruptBytes = corruptBytes;
		this.bytes = recoveredBytes + corruptBytes;
	}

	SpoolRecord append(byte[] payload, int spans, long createdEpochMillis) throws IOException {
		Segment segment = writable(RecordHeader.BYTES + (long) payload.length);
		long before = segment.bytes();
		try {
			SpoolRecord record = segment.append(spans, createdEpochMillis, payload, this.settings.fsync());
			this.bytes += segment.bytes() - before;
			return record;
		}
		catch (IOException ex) {
			this.bytes += segment.bytes() - before;
			if (!segment.isWhole()) {
				// What is at its end now, the next process skips. Nothing may follow.
				retire(segment);
			}
			else if (segment.isEmpty()) {
				discard(segment);
			}
			throw ex;
		}
	}

	byte[] read(SpoolRecord record) throws IOException {
		return use(record.segment()).read(record.header());
	}

	void remove(SpoolRecord record) {
		Segment segment = use(record.segment());
		try {
			segment.remove(record.header());
		}
		catch (IOException ex) {
			logOnce("note that a record is delivered", ex);
		}
		if (segment.isEmpty()) {
			discard(segment);
		}
	}

	long bytes() {
		return this.bytes;
	}

	void close() {
		Segment segment = this.last;
		if (segment != null) {
			retire(segment);
		}
		closeOther();
	}

	private Segment writable(long needed) throws IOException {
		Segment segment = this.last;
		if (segment != null && hasRoom(segment, needed)) {
			makeRoom(needed);
			return segment;
		}
		makeRoom(needed + RecordFile.HEADER_BYTES);
		Segment next = create();
		this.last = next;
		this.bytes += next.bytes();
		if (segment != null) {
			use(segment);
			if (segment.isEmpty()) {
				discard(segment);
			}
		}
		return next;
	}

	private boolean hasRoom(Segment segment, long needed) {
		// If something that tidies up has deleted it, what is appended would be gone,
		// too.
		return segment.exists() && (segment.isEmpty() || segment.bytes() + needed <= this.settings.segmentBytes());
	}

	private Segment create() throws IOException {
		Segment segment = this.files.create((path) -> new Segment(path, RecordFile.create(path, 0)));
		if (this.settings.fsync()) {
			PrivateFiles.forceDirectory(this.directory);
		}
		return segment;
	}

	private void makeRoom(long needed) throws IOException {
		if (this.bytes + needed > this.settings.maxBytes() && this.corruptBytes > 0) {
			pruneCorrupt(Long.MAX_VALUE);
		}
		if (this.bytes + needed > this.settings.maxBytes()) {
			throw new SpoolFullException(needed, this.bytes, this.settings.maxBytes());
		}
	}

	/**
	 * No more is appended to the segment.
	 */
	private void retire(Segment segment) {
		this.last = null;
		segment.close();
		if (segment.isEmpty()) {
			delete(segment);
		}
	}

	/**
	 * The segment, which is the one that stays open.
	 */
	private Segment use(Segment segment) {
		if (segment != this.last && segment != this.open) {
			closeOther();
			this.open = segment;
		}
		return segment;
	}

	private void closeOther() {
		Segment segment = this.open;
		this.open = null;
		if (segment != null) {
			segment.close();
		}
	}

	/**
	 * Gives back the space of a segment whose records are all removed.
	 */
	private void discard(Segment segment) {
		if (segment != this.last) {
			closeOther();
			delete(segment);
			return;
		}
		long before = segment.bytes();
		try {
			// Cheaper than a new file for each record of a backend that keeps up.
			segment.clear();
			this.bytes -= before - segment.bytes();
		}
		catch (IOException ex) {
			retire(segment);
		}
	}

	private void delete(Segment segment) {
		if (segment.isCorrupt()) {
			if (this.files.setAside(segment.path())) {
				this.corruptBytes += segment.bytes();
				pruneCorrupt(this.settings.oldest(System.currentTimeMillis()));
			}
		}
		else if (NumberedFiles.delete(segment.path())) {
			this.bytes -= segment.bytes();
		}
		else {
			logOnce("delete a file", null);
		}
	}

	private void pruneCorrupt(long oldest) {
		try {
			long left = this.files.pruneCorrupt(oldest);
			this.bytes -= this.corruptBytes - left;
			this.corruptBytes = left;
		}
		catch (IOException ex) {
			logOnce("delete damaged files", ex);
		}
	}

	private void logOnce(String what, @Nullable IOException ex) {
		if (!this.logged) {
			this.logged = true;
			logger.warn("The spool in {} could not {}{}. This is logged once.", this.directory, what,
					(ex != null) ? ": " + PrivateFiles.reason(ex) : "");
		}
	}

}

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk, at least once: what was appended and not removed is there again when
 * the process has died, by whatever it was killed, and the spool is opened anew. A record
 * that was removed just then may be there again, too.
 * <p>
 * Records are appended to files of up to 4 MiB ({@code *.spool}), a sixteenth of the
 * limit or one record; a file is deleted when all of its records are removed. A file that
 * turns out to be damaged is renamed to {@code *.corrupt} as soon as what is intact in it
 * has been removed; the last three are kept until they are too old or their space is
 * needed. Files of other names are left alone.
 * <p>
 * One process uses a directory at a time. Meant for one thread: calls of others are safe,
 * but wait for the one in progress, except for {@link #bytes()}. Interrupts do no harm
 * and stay set.
 *
 * @since 0.1
 */
public final class Spool implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Spool.class);

	private final SpoolSettings settings;

	private final Path directory;

	private final DirectoryLock lock;

	private final NumberedFiles files;

	private final SpoolRecovery recovery;

	private List<SpoolRecord> recovered;

	/** To which records are appended. */
	private @Nullable Segment last;

	/** Another one that is open, because it was used most recently. */
	private @Nullable Segment open;

	private volatile long bytes;

	private long corruptBytes;

	private boolean logged;

	private boolean closed;

	private Spool(SpoolSettings settings, Path directory, DirectoryLock lock) throws IOException {
		this.settings = settings;
		this.directory = directory;
		this.lock = lock;
		this.files = new NumberedFiles(directory, ".spool");
		SegmentRecovery found = new SegmentRecovery(this.files, settings);
		found.run();
		this.recovered = found.records();
		this.recovery = found.result();
		this.corruptBytes = found.corruptBytes();
		this.bytes = found.bytes() + this.corruptBytes;
	}

	/**
	 * Opens a spool, and makes its directory unless it exists. Whatever is in there,
	 * damaged or foreign, is no reason to fail.
	 * @param directory of this spool alone
	 * @param settings its limits
	 * @return the spool, which is to be closed
	 * @throws IOException if another process or another spool uses the directory, or it
	 * can't be made, read or written to; the message says which
	 */
	public static Spool open(Path directory, SpoolSettings settings) throws IOException {
		Objects.requireNonNull(settings, "settings");
		Path real;
		try {
			real = PrivateFiles.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new IOException("The spool directory " + directory + " cannot be made: " + PrivateFiles.reason(ex),
					ex);
		}
		DirectoryLock lock = DirectoryLock.take(real);
		try {
			return new Spool(settings, real, lock);
		}
		catch (IOException ex) {
			lock.close();
			throw new IOException("The spool directory " + real + " cannot be read: " + PrivateFiles.reason(ex), ex);
		}
		catch (Throwable ex) {
			lock.close();
			throw ex;
		}
	}

	/**
	 * What earlier processes left, without what is damaged, too old or too much.
	 * @return the records, oldest first; when asked again, none
	 */
	public synchronized List<SpoolRecord> recovered() {
		List<SpoolRecord> records = this.recovered;
		this.recovered = List.of();
		return records;
	}

	/**
	 * What of it was given up when the spool was opened.
	 * @return how much and why
	 */
	public SpoolRecovery recovery() {
		return this.recovery;
	}

	/**
	 * Appends a record. When this returns, it survives the death of the process; with
	 * {@code fsync}, also a loss of power.
	 * @param payload the content, which may be of any length
	 * @param spans how many spans are in it
	 * @param createdEpochMillis when it was created, in milliseconds since 1970
	 * @return where it is
	 * @throws SpoolFullException if {@link #bytes()} would exceed the limit
	 * @throws IOException if it can't be written, or the spool is closed. The record is
	 * not in the spool then; what else is in there is as it was, and another attempt may
	 * succeed
	 */
	public synchronized SpoolRecord append(byte[] payload, int spans, long createdEpochMillis) throws IOException {
		ensureOpen();
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

	/**
	 * Reads a record.
	 * @param record of this spool
	 * @return what was appended
	 * @throws IOException if it was removed, is damaged or can't be read, or the spool is
	 * closed
	 */
	public synchronized byte[] read(SpoolRecord record) throws IOException {
		ensureOpen();
		if (record.isRemoved()) {
			throw new IOException("The record was removed from the spool");
		}
		return use(record.segment()).read(record.header());
	}

	/**
	 * Removes a record, so that the next process does not find it. Never fails: if that
	 * can't be written, it is logged the first time, and the next process may find the
	 * record again. A record that is removed already is ignored, as is any when the spool
	 * is closed.
	 * @param record of this spool
	 */
	public synchronized void remove(SpoolRecord record) {
		if (this.closed || record.isRemoved()) {
			return;
		}
		record.setRemoved();
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

	/**
	 * How much is on disk now: the sum of the lengths of the files, including those that
	 * were set aside. Never above the limit but for files that can't be deleted. Any
	 * thread may ask, and does not wait.
	 * @return the bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Lets another process have the directory. What is in there stays. Waits for a call
	 * in progress; closing again does nothing.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		Segment segment = this.last;
		if (segment != null) {
			retire(segment);
		}
		closeOther();
		this.closed = true;
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			logOnce("release the lock", ex);
		}
	}

	private void ensureOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The spool is closed");
		}
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

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

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

	private final DirectoryLock lock;

	private final Segments segments;

	private final SpoolRecovery recovery;

	private List<SpoolRecord> recovered;

	private boolean closed;

	private Spool(SpoolSettings settings, Path directory, DirectoryLock lock) throws IOException {
		this.lock = lock;
		NumberedFiles files = new NumberedFiles(directory, ".spool");
		SegmentRecovery found = new SegmentRecovery(files, settings);
		found.run();
		this.recovered = found.records();
		this.recovery = found.result();
		this.segments = new Segments(directory, settings, files, found.bytes(), found.corruptBytes());
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
		return this.segments.append(payload, spans, createdEpochMillis);
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
		return this.segments.read(record);
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
		this.segments.remove(record);
	}

	/**
	 * How much is on disk now: the sum of the lengths of the files, including those that
	 * were set aside. Never above the limit but for files that can't be deleted. Any
	 * thread may ask, and does not wait.
	 * @return the bytes
	 */
	public long bytes() {
		return this.segments.bytes();
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
		this.closed = true;
		this.segments.close();
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			logger.debug("The lock of a spool could not be released", ex);
		}
	}

	private void ensureOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The spool is closed");
		}
	}

}

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last will of each open span: what is to be sent for it if this process dies. Each
 * process has a file of its own ({@code *.journal}), which is there only while something
 * is open; those of earlier processes stay until they are forgotten. Beside a
 * {@link Spool}, whose lock protects the directory.
 * <p>
 * Only wills of spans that are open count against the limit. A file may get three times
 * as long, since those of closed spans are cleared out from time to time and not at once.
 * In memory a span takes some 50 bytes, not its will.
 * <p>
 * Meant for one thread: calls of others are safe, but wait for the one in progress.
 * Interrupts do no harm and stay set.
 *
 * @since 0.1
 */
public final class OpenSpanJournal implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OpenSpanJournal.class);

	/** Less than this is not worth clearing out. */
	private static final long SLACK = 64 * 1024;

	private final NumberedFiles files;

	private final Path directory;

	private final long maxBytes;

	private final boolean fsync;

	/** The files of earlier processes, and whether they are damaged. */
	private final Map<Path, Boolean> earlier;

	private final long lastAlive;

	private List<byte[]> recovered;

	private JournalFile journal;

	private boolean closed;

	private OpenSpanJournal(Path directory, long maxBytes, boolean fsync) throws IOException {
		this.directory = directory;
		this.files = new NumberedFiles(directory, ".journal");
		this.maxBytes = maxBytes;
		this.fsync = fsync;
		WillRecovery recovery = new WillRecovery(this.files, maxBytes);
		recovery.run();
		this.earlier = recovery.recovered();
		this.recovered = recovery.wills();
		this.lastAlive = recovery.lastAlive();
		this.journal = createFile(System.currentTimeMillis());
	}

	/**
	 * Opens the journal of this process. Whatever earlier ones left, damaged or not, is
	 * no reason to fail.
	 * @param directory of an open {@link Spool}
	 * @param maxBytes how much the wills of open spans may take, with 25 bytes for each;
	 * at least 1
	 * @param fsync whether wills are forced to the device with each heartbeat, so that
	 * they survive a loss of power from then on
	 * @return the journal, which is to be closed
	 * @throws IOException if the directory can't be read or written to
	 */
	public static OpenSpanJournal open(Path directory, long maxBytes, boolean fsync) throws IOException {
		if (maxBytes <= 0) {
			throw new IllegalArgumentException("maxBytes must be above 0: " + maxBytes);
		}
		try {
			return new OpenSpanJournal(PrivateFiles.createDirectories(directory), maxBytes, fsync);
		}
		catch (IOException ex) {
			throw new IOException(
					"The journal of open spans in " + directory + " cannot be opened: " + PrivateFiles.reason(ex), ex);
		}
	}

	/**
	 * The wills of spans that were open when an earlier process died.
	 * @return what was journalled, oldest first, until it is
	 * {@linkplain #forgetRecovered() forgotten}
	 */
	public synchronized List<byte[]> recovered() {
		return this.recovered;
	}

	/**
	 * When an earlier process that died was last known to be alive.
	 * @return in milliseconds since 1970; 0 if none died or that is not known
	 */
	public long lastAliveEpochMillis() {
		return this.lastAlive;
	}

	/**
	 * Journals the will of a span. When this returns true, it survives the death of the
	 * process. If the span has one already, the new one takes its place.
	 * @param spanId the id of the span
	 * @param will what is to be sent for it
	 * @return false if the wills would take more than the limit; nothing has changed then
	 * @throws IOException if it can't be written, or the journal is closed. It is not
	 * journalled then; another attempt may succeed
	 */
	public synchronized boolean opened(long spanId, byte[] will) throws IOException {
		ensureOpen();
		if (this.journal.liveBytesWith(spanId, will) > this.maxBytes) {
			return false;
		}
		long garbage = this.journal.garbage();
		if (this.journal.isBroken()) {
			compact();
		}
		else if (garbage > Math.max(SLACK, this.journal.liveBytes()) && garbage >= this.journal.compactAt()) {
			try {
				compact();
			}
			catch (IOException ex) {
				// Not with each span from now on.
				this.journal.setCompactAt(garbage * 2);
				logger.debug("A journal of open spans could not be cleared out", ex);
			}
		}
		if ((this.journal.garbage() - SLACK) / 2 > this.maxBytes) {
			return false;
		}
		this.journal.put(spanId, will);
		return true;
	}

	/**
	 * Forgets the will of a span. To be called after what is sent for the span instead is
	 * safe, in the spool, say.
	 * @param spanId the id of the span; if it has no will, nothing happens
	 * @throws IOException if that can't be written, or the journal is closed: the next
	 * process may find the will
	 */
	public synchronized void closed(long spanId) throws IOException {
		ensureOpen();
		this.journal.remove(spanId);
	}

	/**
	 * Notes that the process is alive: a few bytes, overwritten in place.
	 * @param epochMillis the time, in milliseconds since 1970
	 * @throws IOException if that can't be written, or the journal is closed
	 */
	public synchronized void alive(long epochMillis) throws IOException {
		ensureOpen();
		this.journal.setClock(epochMillis);
		if (this.fsync) {
			this.journal.force();
		}
	}

	/**
	 * Forgets the wills of earlier processes. To be called after they are safe, in the
	 * spool, say.
	 * @throws IOException if they can't be deleted: the next process may find them again
	 */
	public synchronized void forgetRecovered() throws IOException {
		this.recovered = List.of();
		for (Iterator<Map.Entry<Path, Boolean>> each = this.earlier.entrySet().iterator(); each.hasNext();) {
			Map.Entry<Path, Boolean> file = each.next();
			if (file.getValue() ? !this.files.setAside(file.getKey()) : !NumberedFiles.delete(file.getKey())) {
				throw new IOException("A journal of open spans in " + this.directory + " cannot be deleted");
			}
			each.remove();
		}
		this.files.pruneCorrupt(Long.MIN_VALUE);
	}

	/**
	 * Ends the journal in order. If nothing is open any more, its file is deleted; or
	 * else the next process finds what is. Closing again does nothing.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.journal.close(this.journal.isEmpty());
		}
	}

	private void ensureOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The journal is closed");
		}
	}

	private JournalFile createFile(long clock) throws IOException {
		JournalFile file = this.files.create((path) -> new JournalFile(path, clock));
		if (this.fsync) {
			PrivateFiles.forceDirectory(this.directory);
		}
		return file;
	}

	/**
	 * Goes on in a new file without what is closed. Whenever this is cut off, each will
	 * is in one of the two files, or in both, which is found out when they are recovered.
	 */
	private void compact() throws IOException {
		if (this.journal.isEmpty() && !this.journal.isBroken()) {
			this.journal.clear();
			return;
		}
		JournalFile next = createFile(this.journal.clock());
		try {
			this.journal.copyTo(next);
			if (this.fsync) {
				next.force();
			}
		}
		catch (Throwable ex) {
			next.close(true);
			throw ex;
		}
		JournalFile old = this.journal;
		this.journal = next;
		old.close(true);
	}

}

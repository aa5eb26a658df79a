package io.voicetelemetry.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sees to it that a directory has one writer. The system takes the lock back when the
 * process dies, however it dies. The file stays when the lock is released: whoever waits
 * for it would lock another one.
 */
final class DirectoryLock implements AutoCloseable {

	static final String FILE_NAME = "spool.lock";

	/**
	 * POSIX gives up all locks of a process on a file when it closes the file once,
	 * whoever holds them. So a directory that is held already is not even tried.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	/** For the same reason, left open for as long as the process lives. */
	private static final Queue<RandomAccessFile> LEFT_OPEN = new ConcurrentLinkedQueue<>();

	private final Path directory;

	private final RandomAccessFile file;

	private boolean closed;

	private DirectoryLock(Path directory, RandomAccessFile file) {
		this.directory = directory;
		this.file = file;
	}

	/**
	 * Takes the lock.
	 * @param directory the real path of a directory
	 * @throws IOException if somebody else has it, or nothing can be written there
	 */
	static DirectoryLock take(Path directory) throws IOException {
		if (!HELD.add(directory)) {
			throw usedByThisProcess(directory);
		}
		try {
			return new DirectoryLock(directory, lock(directory));
		}
		catch (Throwable ex) {
			HELD.remove(directory);
			throw ex;
		}
	}

	private static RandomAccessFile lock(Path directory) throws IOException {
		RandomAccessFile file = open(directory);
		try {
			FileLock lock = file.getChannel().tryLock();
			if (lock != null) {
				return file;
			}
		}
		catch (OverlappingFileLockException ex) {
			// A copy of this class in another class loader holds it.
			LEFT_OPEN.add(file);
			throw (IOException) usedByThisProcess(directory).initCause(ex);
		}
		catch (IOException ex) {
			file.close();
			throw new IOException("The spool directory " + directory + " cannot be locked: " + PrivateFiles.reason(ex),
					ex);
		}
		file.close();
		throw new IOException("The spool directory " + directory + " is locked by another process");
	}

	private static RandomAccessFile open(Path directory) throws IOException {
		Path path = directory.resolve(FILE_NAME);
		try {
			try {
				PrivateFiles.createFile(path);
			}
			catch (FileAlreadyExistsException ex) {
				// It was left by an earlier process, which is as good.
			}
			return new RandomAccessFile(path.toFile(), "rw");
		}
		catch (IOException ex) {
			throw new IOException(
					"The spool directory " + directory + " cannot be written to: " + PrivateFiles.reason(ex), ex);
		}
	}

	private static IOException usedByThisProcess(Path directory) {
		return new IOException("The spool directory " + directory + " is in use by this process already");
	}

	@Override
	public synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			this.file.close();
		}
		finally {
			HELD.remove(this.directory);
		}
	}

}

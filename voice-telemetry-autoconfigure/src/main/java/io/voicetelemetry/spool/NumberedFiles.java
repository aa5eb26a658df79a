package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one kind in a directory. Their names are numbers that begin with the time,
 * in milliseconds since 1970, and rise, also over restarts and when the clock is set
 * back. No file is ever overwritten.
 */
final class NumberedFiles {

	private static final String CORRUPT = ".corrupt";

	private static final long LAST = 9_999_999_999_999_999L;

	/** Damaged files are of use to somebody who looks for the cause, not in numbers. */
	private static final int CORRUPT_KEPT = 3;

	private final Path directory;

	private final String suffix;

	private long last;

	NumberedFiles(Path directory, String suffix) {
		this.directory = directory;
		this.suffix = suffix;
	}

	/**
	 * The regular files, oldest first; what else has such a name is left alone.
	 */
	SortedMap<Long, Path> list() throws IOException {
		return list(this.suffix);
	}

	/**
	 * The files that were set aside, oldest first.
	 */
	SortedMap<Long, Path> listCorrupt() throws IOException {
		return list(this.suffix + CORRUPT);
	}

	private SortedMap<Long, Path> list(String end) throws IOException {
		Pattern name = Pattern.compile("(\\d{16})" + Pattern.quote(end));
		SortedMap<Long, Path> files = new TreeMap<>(Comparator.naturalOrder());
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.directory)) {
			for (Path file : stream) {
				Matcher matcher = name.matcher(file.getFileName().toString());
				if (matcher.matches()) {
					long number = Long.parseLong(matcher.group(1));
					this.last = Math.max(this.last, number);
					if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
						files.put(number, file);
					}
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return files;
	}

	/**
	 * Makes the next file.
	 */
	<T> T create(Creation<T> creation) throws IOException {
		while (true) {
			this.last = Math.max(this.last + 1, System.currentTimeMillis());
			if (this.last > LAST) {
				// Somebody else has put a file there that is called so.
				this.last = System.currentTimeMillis();
			}
			Path path = this.directory.resolve(String.format("%016d%s", this.last, this.suffix));
			try {
				return creation.create(path);
			}
			catch (FileAlreadyExistsException ex) {
				// The next one, then.
			}
		}
	}

	/**
	 * Renames a damaged file, so that nobody reads it again, or else deletes it.
	 * @return whether it is not there any more
	 */
	boolean setAside(Path file) {
		Path aside = file.resolveSibling(file.getFileName() + CORRUPT);
		try {
			if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
				Files.move(file, aside);
				return true;
			}
			Files.delete(file);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Deletes damaged files but for the last few that are not too old.
	 * @param oldest when a file must have been modified at the earliest to be kept, in
	 * milliseconds since 1970
	 * @return the bytes of those that are left
	 */
	long pruneCorrupt(long oldest) throws IOException {
		SortedMap<Long, Path> files = listCorrupt();
		long bytes = 0;
		int tooMany = files.size() - CORRUPT_KEPT;
		for (Path file : files.values()) {
			boolean old = tooMany-- > 0 || file.toFile().lastModified() < oldest;
			if (!old || !delete(file)) {
				bytes += file.toFile().length();
			}
		}
		return bytes;
	}

	/**
	 * Deletes a file.
	 * @return whether it is not there any more
	 */
	static boolean delete(Path file) {
		try {
			Files.deleteIfExists(file);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Makes a file that must not exist.
	 *
	 * @param <T> what the file is to its owner
	 */
	@FunctionalInterface
	interface Creation<T> {

		/**
		 * Makes it.
		 * @throws FileAlreadyExistsException if there is anything of that name
		 */
		T create(Path path) throws IOException;

	}

}

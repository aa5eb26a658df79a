package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes files and directories that nobody else may read.
 */
final class PrivateFiles {

	private static final FileAttribute<?>[] NONE = {};

	private PrivateFiles() {
	}

	/**
	 * Makes a directory and those above it, unless it exists.
	 * @return where it really is
	 */
	static Path createDirectories(Path directory) throws IOException {
		// Before JDK 19, a link to a directory is no directory to createDirectories.
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, attributes(directory, "rwx------"));
		}
		return directory.toRealPath();
	}

	/**
	 * Makes an empty file.
	 * @throws java.nio.file.FileAlreadyExistsException if there is anything of that name
	 */
	static void createFile(Path file) throws IOException {
		Files.createFile(file, attributes(file, "rw-------"));
	}

	/**
	 * Has the names in a directory put on the device, where the system can do that.
	 */
	static void forceDirectory(Path directory) {
		boolean interrupted = false;
		try {
			while (true) {
				try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
					channel.force(true);
					return;
				}
				catch (ClosedByInterruptException ex) {
					interrupted |= Thread.interrupted();
				}
			}
		}
		catch (IOException ex) {
			// Windows opens no directories.
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Why something failed, without the path, which some exceptions have as their
	 * message.
	 */
	static String reason(IOException ex) {
		if (ex instanceof FileSystemException system) {
			String reason = system.getReason();
			return (reason != null) ? reason : system.getClass().getSimpleName();
		}
		return String.valueOf(ex.getMessage());
	}

	private static FileAttribute<?>[] attributes(Path path, String permissions) {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return NONE;
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

}

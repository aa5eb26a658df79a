package io.voicetelemetry.spool;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Where a spool can be and where not.
 */
@Timeout(60)
class SpoolDirectoryTests {

	private static final long NOW = System.currentTimeMillis();

	@TempDir
	private Path directory;

	@Test
	void isUsedByOneProcess() throws Exception {
		try (ChildProcess process = ChildProcess.start(BusyProcess.class, this.directory, 1, 0)) {
			assertThat(process.line()).isEqualTo("started");
			assertThatIOException().isThrownBy(this::open)
				.withMessage("The spool directory " + this.directory.toRealPath() + " is locked by another process");
		}
		// It was killed, so the lock is gone with it.
		open().close();
	}

	@Test
	void isUsedByOneSpoolOfAProcess() throws Exception {
		try (Spool spool = open()) {
			Path link = Files.createSymbolicLink(this.directory.resolveSibling(this.directory.getFileName() + "-link"),
					this.directory);
			try {
				assertThatIOException().isThrownBy(() -> open(link))
					.withMessageContaining("is in use by this process already")
					// Its lock was not even tried, since closing the file would give it
					// up.
					.withNoCause();
			}
			finally {
				Files.delete(link);
			}
			assertThat(openInAnotherProcess()).containsExactly(
					"The spool directory " + this.directory.toRealPath() + " is locked by another process");
		}
		assertThat(openInAnotherProcess()).containsExactly("open");
	}

	@Test
	void isUsedByOneCopyOfTheLibraryInAProcess() throws Exception {
		URL[] libraries = { Spool.class.getProtectionDomain().getCodeSource().getLocation(),
				OpeningProcess.class.getProtectionDomain().getCodeSource().getLocation(),
				Logger.class.getProtectionDomain().getCodeSource().getLocation() };
		try (Spool spool = open();
				URLClassLoader loader = new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader())) {
			Class<?> copy = loader.loadClass(OpeningProcess.class.getName());
			assertThatThrownBy(() -> copy.getMethod("open", Path.class).invoke(null, this.directory))
				.isInstanceOf(InvocationTargetException.class)
				.rootCause()
				.satisfies((ex) -> assertThat(ex).isInstanceOf(OverlappingFileLockException.class));
			assertThat(openInAnotherProcess()).singleElement().asString().contains("is locked by another process");
		}
	}

	@Test
	void isMadeForItsOwnerAlone() throws IOException {
		Assumptions.assumeTrue(this.directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
				"NOT TESTED: this file system has no POSIX permissions");
		Path own = this.directory.resolve("a/b");
		try (Spool spool = open(own); OpenSpanJournal journal = OpenSpanJournal.open(own, 1000, true)) {
			spool.append(new byte[1], 1, NOW);
			assertThat(permissions(own)).isEqualTo("rwx------");
			assertThat(permissions(own.getParent())).isEqualTo("rwx------");
			try (var files = Files.list(own)) {
				List<Path> list = files.toList();
				assertThat(list).hasSize(3);
				assertThat(list).allSatisfy((file) -> assertThat(permissions(file)).isEqualTo("rw-------"));
			}
		}
	}

	@Test
	void mayBeALink() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		try (Spool spool = open(link)) {
			spool.append(new byte[1], 1, NOW);
		}
		try (Spool spool = open(real)) {
			assertThat(spool.recovered()).hasSize(1);
		}
	}

	@Test
	void isNoFile() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatIOException().isThrownBy(() -> open(file))
			.withMessageStartingWith("The spool directory " + file + " cannot be made: ");
		assertThatIOException().isThrownBy(() -> open(file.resolve("below")))
			.withMessageStartingWith("The spool directory " + file.resolve("below") + " cannot be made: ");
	}

	@Test
	void hasToTakeALock() throws IOException {
		Files.createDirectory(this.directory.resolve(DirectoryLock.FILE_NAME));
		assertThatIOException().isThrownBy(this::open).withMessageContaining("cannot be written to: ");
		Files.delete(this.directory.resolve(DirectoryLock.FILE_NAME));
		open().close();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void hasToBeWritable() throws IOException {
		Assumptions.assumeFalse("root".equals(System.getProperty("user.name")),
				"NOT TESTED: root may write to each directory");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-x------"));
		try {
			assertThatIOException().isThrownBy(this::open).withMessageContaining("cannot be written to: ");
		}
		finally {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		}
	}

	private Spool open() throws IOException {
		return open(this.directory);
	}

	private static Spool open(Path directory) throws IOException {
		return Spool.open(directory, new SpoolSettings(directory, 1_000_000, Duration.ofDays(1), false));
	}

	private List<String> openInAnotherProcess() throws Exception {
		return ChildProcess.run(ChildProcess.command(OpeningProcess.class, this.directory));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}

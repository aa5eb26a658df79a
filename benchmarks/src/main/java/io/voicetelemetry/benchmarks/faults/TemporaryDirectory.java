package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary directory, and what is in it.
 *
 * @param path where it is
 */
record TemporaryDirectory(Path path) implements AutoCloseable {

	static TemporaryDirectory create() throws IOException {
		return new TemporaryDirectory(Files.createTempDirectory("fault-injection"));
	}

	@Override
	public void close() throws IOException {
		try (Stream<Path> all = Files.walk(this.path)) {
			all.sorted(Comparator.reverseOrder()).forEach(TemporaryDirectory::delete);
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A spool against a plain list, over thousands of random operations.
 */
class RandomSpoolTests {

	private static final long MAX_BYTES = 300_000;

	@TempDir
	private Path directory;

	private final Random random = new Random(16);

	private final List<SpoolRecord> records = new ArrayList<>();

	private int appended;

	private int full;

	@Test
	void isTrueToAList() throws IOException {
		Path original = this.directory.resolve("0");
		Spool spool = open(original);
		for (int i = 1; i <= 40; i++) {
			int operations = this.random.nextInt(100);
			boolean growing = this.random.nextBoolean();
			for (int j = 0; j < operations; j++) {
				operate(spool, growing);
				assertThat(spool.bytes()).isEqualTo(onDisk(original)).isLessThanOrEqualTo(MAX_BYTES);
			}
			if (this.random.nextInt(3) > 0) {
				spool.close();
			}
			// What a process leaves that dies here.
			Path copy = this.directory.resolve(String.valueOf(i));
			copy(original, copy);
			spool.close();
			original = copy;
			spool = open(original);
			compare(spool);
		}
		spool.close();
		assertThat(this.appended).isGreaterThan(500);
		assertThat(this.full).isGreaterThan(10);
	}

	private void operate(Spool spool, boolean growing) throws IOException {
		if (this.records.isEmpty() || this.random.nextInt(10) < (growing ? 7 : 3)) {
			append(spool);
		}
		else if (this.random.nextInt(4) == 0) {
			SpoolRecord record = this.records.get(this.random.nextInt(this.records.size()));
			assertThat(spool.read(record)).isEqualTo(SpoolTests.content(record.spans()));
		}
		else {
			int index = (this.random.nextInt(3) > 0) ? 0 : this.random.nextInt(this.records.size());
			spool.remove(this.records.remove(index));
		}
	}

	private void append(Spool spool) throws IOException {
		int length = this.random.nextInt((this.random.nextInt(5) == 0) ? 60_000 : 3000);
		while (true) {
			try {
				this.records.add(spool.append(SpoolTests.content(length), length, System.currentTimeMillis()));
				this.appended++;
				return;
			}
			catch (SpoolFullException ex) {
				this.full++;
				spool.remove(this.records.remove(0));
			}
		}
	}

	private void compare(Spool spool) throws IOException {
		List<SpoolRecord> recovered = spool.recovered();
		assertThat(recovered).extracting(SpoolRecord::spans)
			.containsExactlyElementsOf(this.records.stream().map(SpoolRecord::spans).toList());
		for (SpoolRecord record : recovered) {
			assertThat(spool.read(record)).isEqualTo(SpoolTests.content(record.spans()));
		}
		assertThat(spool.recovery()).isEqualTo(new SpoolRecovery(0, 0, 0));
		this.records.clear();
		this.records.addAll(recovered);
	}

	private static Spool open(Path directory) throws IOException {
		return Spool.open(directory, new SpoolSettings(directory, MAX_BYTES, Duration.ofDays(1), false));
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.createDirectory(to);
		try (var files = Files.list(from)) {
			for (Path file : files.toList()) {
				if (!file.endsWith(DirectoryLock.FILE_NAME)) {
					Files.copy(file, to.resolve(file.getFileName()));
				}
			}
		}
	}

	private static long onDisk(Path directory) throws IOException {
		try (var files = Files.list(directory)) {
			return files.mapToLong((file) -> file.toFile().length()).sum();
		}
	}

}

package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What is appended, and where it is until it is removed.
 */
class SpoolTests {

	private static final long NOW = System.currentTimeMillis();

	@TempDir
	private Path directory;

	private Spool spool;

	@BeforeEach
	void openSpool() throws IOException {
		this.spool = open(1_000_000);
	}

	@AfterEach
	void closeSpool() {
		this.spool.close();
	}

	@Test
	void keepsWhatWasAppended() throws IOException {
		byte[] payload = content(1000);
		this.spool.append(payload, 17, NOW - 5);
		this.spool.append(new byte[0], 0, NOW);
		reopen(1_000_000);
		List<SpoolRecord> recovered = this.spool.recovered();
		assertThat(recovered).hasSize(2);
		assertThat(recovered.get(0).spans()).isEqualTo(17);
		assertThat(recovered.get(0).createdEpochMillis()).isEqualTo(NOW - 5);
		assertThat(recovered.get(0).bytes()).isEqualTo(1025);
		assertThat(this.spool.read(recovered.get(0))).isEqualTo(payload);
		assertThat(this.spool.read(recovered.get(1))).isEmpty();
		assertThat(this.spool.recovery()).isEqualTo(new SpoolRecovery(0, 0, 0));
	}

	@Test
	void tellsWhatIsRecoveredOnce() throws IOException {
		this.spool.append(content(10), 1, NOW);
		reopen(1_000_000);
		assertThat(this.spool.recovered()).hasSize(1);
		assertThat(this.spool.recovered()).isEmpty();
	}

	@Test
	void keepsTheOrderOverSeveralProcesses() throws IOException {
		for (int i = 0; i < 40; i++) {
			this.spool.append(content(20_000), i, NOW);
			if (i % 7 == 0) {
				reopen(1_000_000);
			}
		}
		reopen(1_000_000);
		assertThat(this.spool.recovered()).extracting(SpoolRecord::spans)
			.containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
	}

	@Test
	void forgetsWhatWasRemoved() throws IOException {
		SpoolRecord first = this.spool.append(content(10), 1, NOW);
		SpoolRecord second = this.spool.append(content(10), 2, NOW);
		this.spool.append(content(10), 3, NOW);
		this.spool.remove(second);
		this.spool.remove(second);
		assertThatIOException().isThrownBy(() -> this.spool.read(second));
		assertThat(this.spool.read(first)).isEqualTo(content(10));
		reopen(1_000_000);
		assertThat(this.spool.recovered()).extracting(SpoolRecord::spans).containsExactly(1, 3);
	}

	@Test
	void leavesNothingWhenAllIsRemoved() throws IOException {
		List<SpoolRecord> records = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			records.add(this.spool.append(content(20_000), i, NOW));
		}
		assertThat(files(".spool")).hasSizeGreaterThan(5);
		reopen(1_000_000);
		this.spool.recovered().forEach(this.spool::remove);
		assertThat(this.spool.bytes()).isZero();
		assertThat(files("")).extracting(Path::getFileName).extracting(Path::toString).containsExactly("spool.lock");
	}

	@Test
	void givesTheSpaceOfAFileBack() throws IOException {
		List<SpoolRecord> records = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			records.add(this.spool.append(content(20_000), i, NOW));
			assertThat(this.spool.bytes()).isEqualTo(onDisk());
		}
		for (SpoolRecord record : records) {
			this.spool.remove(record);
			assertThat(this.spool.bytes()).isEqualTo(onDisk());
		}
		this.spool.append(content(10), 1, NOW);
		assertThat(this.spool.bytes()).isEqualTo(onDisk()).isLessThan(100);
	}

	@Test
	void doesNotGrowWhileTheBackendKeepsUp() throws IOException {
		for (int i = 0; i < 1000; i++) {
			this.spool.remove(this.spool.append(content(5000), i, NOW));
		}
		assertThat(this.spool.bytes()).isEqualTo(onDisk()).isEqualTo(RecordFile.HEADER_BYTES);
	}

	@Test
	void neverExceedsItsLimit() throws IOException {
		reopen(100_000);
		List<SpoolRecord> records = new ArrayList<>();
		int full = 0;
		for (int i = 0; i < 500; i++) {
			try {
				records.add(this.spool.append(content(1 + (i * 37) % 9000), i, NOW));
			}
			catch (SpoolFullException ex) {
				full++;
				this.spool.remove(records.remove(0));
			}
			assertThat(this.spool.bytes()).isEqualTo(onDisk()).isLessThanOrEqualTo(100_000);
		}
		assertThat(full).isGreaterThan(50);
	}

	@Test
	void refusesWhatNeverFits() throws IOException {
		reopen(10_000);
		assertThatIOException().isThrownBy(() -> this.spool.append(content(10_000), 1, NOW))
			.isInstanceOf(SpoolFullException.class)
			.withMessageContaining("10049 bytes");
		this.spool.append(content(10_000 - 49), 1, NOW);
		assertThat(this.spool.bytes()).isEqualTo(10_000);
	}

	@Test
	void givesUpWhatIsTooOld() throws IOException {
		this.spool.append(content(10), 5, NOW - Duration.ofHours(25).toMillis());
		this.spool.append(content(10), 7, NOW - Duration.ofHours(23).toMillis());
		this.spool.append(content(10), 9, NOW - Duration.ofHours(26).toMillis());
		reopen(1_000_000);
		assertThat(this.spool.recovered()).extracting(SpoolRecord::spans).containsExactly(7);
		assertThat(this.spool.recovery()).isEqualTo(new SpoolRecovery(14, 0, 0));
		reopen(1_000_000);
		assertThat(this.spool.recovery().expiredSpans()).isZero();
	}

	@Test
	void givesUpTheOldestWhenTheLimitIsLowered() throws IOException {
		for (int i = 0; i < 40; i++) {
			this.spool.append(content(20_000), 1, NOW);
		}
		reopen(200_000);
		assertThat(this.spool.bytes()).isEqualTo(onDisk()).isBetween(100_000L, 200_000L);
		List<SpoolRecord> recovered = this.spool.recovered();
		assertThat(recovered.size()).isBetween(5, 10);
		assertThat(this.spool.recovery().evictedSpans()).isEqualTo(40 - recovered.size());
	}

	@Test
	void neverOverwritesAFile() throws IOException {
		this.spool.close();
		long later = NOW + Duration.ofDays(1).toMillis();
		Files.createDirectory(file(later));
		this.spool = open(1_000_000);
		Files.createDirectory(file(later + 1));
		Files.writeString(file(later + 2), "of somebody else");
		this.spool.append(content(10), 3, NOW);
		assertThat(file(later + 2)).hasContent("of somebody else");
		reopen(1_000_000);
		assertThat(this.spool.recovered()).extracting(SpoolRecord::spans).containsExactly(3);
		assertThat(file(later + 3)).exists();
	}

	@Test
	void survivesInterrupts() throws IOException {
		Thread.currentThread().interrupt();
		try {
			SpoolRecord removed = this.spool.append(content(100_000), 1, NOW);
			this.spool.append(content(10), 2, NOW);
			assertThat(this.spool.read(removed)).isEqualTo(content(100_000));
			this.spool.remove(removed);
			this.spool.close();
			this.spool = Spool.open(this.directory,
					new SpoolSettings(this.directory, 1_000_000, Duration.ofHours(1), true));
			assertThat(this.spool.recovered()).extracting(SpoolRecord::spans).containsExactly(2);
			this.spool.append(content(10), 3, NOW);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		reopen(1_000_000);
		assertThat(this.spool.recovered()).extracting(SpoolRecord::spans).containsExactly(2, 3);
	}

	@Test
	void doesNothingMoreWhenClosed() throws IOException {
		SpoolRecord record = this.spool.append(content(10), 1, NOW);
		this.spool.close();
		this.spool.close();
		assertThatIOException().isThrownBy(() -> this.spool.append(content(10), 1, NOW));
		assertThatIOException().isThrownBy(() -> this.spool.read(record));
		assertThatCode(() -> this.spool.remove(record)).doesNotThrowAnyException();
		reopen(1_000_000);
		assertThat(this.spool.recovered()).hasSize(1);
	}

	private Spool open(long maxBytes) throws IOException {
		return Spool.open(this.directory, new SpoolSettings(this.directory, maxBytes, Duration.ofDays(1), false));
	}

	private void reopen(long maxBytes) throws IOException {
		this.spool.close();
		this.spool = open(maxBytes);
	}

	private Path file(long number) {
		return this.directory.resolve(String.format("%016d.spool", number));
	}

	private List<Path> files(String suffix) throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).toList();
		}
	}

	private long onDisk() throws IOException {
		return files("").stream().mapToLong((file) -> file.toFile().length()).sum();
	}

	static byte[] content(int length) {
		byte[] content = new byte[length];
		new Random(length).nextBytes(content);
		return content;
	}

}

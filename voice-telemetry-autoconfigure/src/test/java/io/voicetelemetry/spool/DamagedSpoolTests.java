package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A small file of five records, damaged at each of its bytes.
 */
class DamagedSpoolTests {

	private static final int[] LENGTHS = { 7, 0, 60, 30, 3 };

	private static final int FIRST = RecordFile.HEADER_BYTES;

	@TempDir
	private Path directory;

	private final Random random = new Random(15);

	private byte[] file = new byte[0];

	@BeforeEach
	void fillSpool() throws IOException {
		try (Spool spool = open()) {
			for (int length : LENGTHS) {
				spool.append(SpoolTests.content(length), length, System.currentTimeMillis());
			}
		}
		Path path = files().stream().filter((each) -> each.toString().endsWith(".spool")).findFirst().orElseThrow();
		this.file = Files.readAllBytes(path);
		assertThat(this.file).hasSize(end(LENGTHS.length - 1));
	}

	@Test
	void deliversWhatPrecedesACut() throws IOException {
		for (int i = 0; i < this.file.length; i++) {
			int at = i;
			assertThat(recoveredFrom((bytes) -> Arrays.copyOf(bytes, at), false)).isEqualTo(before(at));
		}
	}

	@Test
	void deliversWhatPrecedesZeros() throws IOException {
		for (int i = FIRST; i < this.file.length; i++) {
			int at = i;
			assertThat(recoveredFrom((bytes) -> filled(bytes, at, (byte) 0), null)).containsAll(before(at));
		}
	}

	@Test
	void deliversWhatPrecedesGarbage() throws IOException {
		for (int i = FIRST; i < this.file.length; i++) {
			int at = i;
			assertThat(recoveredFrom((bytes) -> {
				byte[] garbage = new byte[bytes.length + this.random.nextInt(1000)];
				this.random.nextBytes(garbage);
				System.arraycopy(bytes, 0, garbage, 0, at);
				return garbage;
			}, null)).containsAll(before(at));
		}
	}

	@Test
	void skipsJustTheRecordWhoseContentIsDamaged() throws IOException {
		for (int i = 0; i < LENGTHS.length; i++) {
			List<Integer> others = new ArrayList<>(before(Integer.MAX_VALUE));
			others.remove((Integer) LENGTHS[i]);
			for (int at = end(i) - LENGTHS[i] - Integer.BYTES; at < end(i); at++) {
				assertThat(recoveredFrom(flip(at), true)).isEqualTo(others);
			}
		}
	}

	@Test
	void losesTheRestBehindADamagedHeader() throws IOException {
		for (int i = 0; i < LENGTHS.length; i++) {
			int start = end(i) - LENGTHS[i] - RecordHeader.BYTES;
			for (int at = start + 1; at < start + RecordHeader.BYTES - Integer.BYTES; at++) {
				assertThat(recoveredFrom(flip(at), true)).isEqualTo(before(start));
			}
		}
	}

	@Test
	void removesNothingBecauseOfAFlippedBit() throws IOException {
		for (int i = 0; i < LENGTHS.length; i++) {
			int at = end(i) - LENGTHS[i] - RecordHeader.BYTES;
			assertThat(recoveredFrom(flip(at), false)).isEqualTo(before(Integer.MAX_VALUE));
		}
	}

	@Test
	void setsAsideWhatIsNoSpool() throws IOException {
		for (int at = 0; at < Long.BYTES; at++) {
			assertThat(recoveredFrom(flip(at), true)).isEmpty();
		}
		assertThat(recoveredFrom((bytes) -> "garbage".getBytes(StandardCharsets.UTF_8), true)).isEmpty();
		assertThat(recoveredFrom((bytes) -> new byte[50_000], true)).isEmpty();
	}

	@Test
	void harmsNothingElse() throws IOException {
		String spoolName = "%016d.spool";
		Files.createDirectory(this.directory.resolve(String.format(spoolName, 1)));
		Files.createFile(this.directory.resolve(String.format(spoolName, 2)));
		Files.createSymbolicLink(this.directory.resolve(String.format(spoolName, 3)),
				Files.writeString(this.directory.resolve("precious.txt"), "precious"));
		Files.writeString(this.directory.resolve("0000000000000004.spool.bak"), "backup");
		Files.writeString(this.directory.resolve(String.format(spoolName, 9_999_999_999_999_999L)), "the last");
		Files.writeString(this.directory.resolve("odd\nname.spool"), "odd");
		try (Spool spool = open()) {
			assertThat(spool.recovered()).hasSize(LENGTHS.length);
			assertThat(spool.recovery().corruptFiles()).isOne();
			spool.append(new byte[10], 42, System.currentTimeMillis());
		}
		try (Spool spool = open()) {
			assertThat(spool.recovered()).hasSize(LENGTHS.length + 1)
				.last()
				.extracting(SpoolRecord::spans)
				.isEqualTo(42);
		}
		assertThat(files()).extracting((path) -> path.getFileName().toString())
			.contains("precious.txt", "0000000000000001.spool", "0000000000000003.spool", "0000000000000004.spool.bak",
					"9999999999999999.spool.corrupt", "odd\nname.spool")
			.doesNotContain("0000000000000002.spool");
		assertThat(this.directory.resolve("precious.txt")).hasContent("precious");
	}

	@Test
	void keepsFewDamagedFilesAndCountsThem() throws IOException {
		for (int i = 0; i < 10; i++) {
			Files.write(this.directory.resolve(String.format("%016d.spool", i)), new byte[9000]);
		}
		try (Spool spool = open()) {
			assertThat(spool.recovery().corruptFiles()).isEqualTo(10);
			assertThat(spool.recovered()).hasSize(LENGTHS.length);
			assertThat(spool.bytes()).isEqualTo(3 * 9000 + this.file.length).isEqualTo(onDisk());
			// They give way to what is still to be delivered.
			spool.append(new byte[90_000], 1, System.currentTimeMillis());
			assertThat(spool.bytes()).isEqualTo(onDisk()).isBetween(90_000L, 100_000L);
		}
	}

	/**
	 * What is recovered from the damaged file: of each record its length.
	 */
	private List<Integer> recoveredFrom(UnaryOperator<byte[]> damage, @Nullable Boolean corrupt) throws IOException {
		for (Path path : files()) {
			Files.delete(path);
		}
		Files.write(this.directory.resolve("0000000000000001.spool"), damage.apply(this.file.clone()));
		List<Integer> lengths = new ArrayList<>();
		boolean wasCorrupt;
		try (Spool spool = open()) {
			List<SpoolRecord> recovered = spool.recovered();
			for (SpoolRecord record : recovered) {
				assertThat(spool.read(record)).isEqualTo(SpoolTests.content(record.spans()));
				lengths.add(record.spans());
			}
			wasCorrupt = spool.recovery().corruptFiles() == 1;
			assertThat(corrupt).isIn(null, wasCorrupt);
			assertThat(spool.bytes()).isEqualTo(onDisk());
			SpoolRecord later = spool.append(new byte[10], 10, System.currentTimeMillis());
			recovered.forEach(spool::remove);
			spool.remove(later);
			assertThat(spool.bytes()).isEqualTo(onDisk());
		}
		assertThat(files()).extracting((path) -> path.getFileName().toString())
			.containsOnlyOnceElementsOf(
					wasCorrupt ? List.of("0000000000000001.spool.corrupt", "spool.lock") : List.of("spool.lock"))
			.hasSize(wasCorrupt ? 2 : 1);
		return lengths;
	}

	private UnaryOperator<byte[]> flip(int at) {
		return (bytes) -> {
			bytes[at] ^= (byte) (1 << this.random.nextInt(8));
			return bytes;
		};
	}

	private static byte[] filled(byte[] bytes, int from, byte with) {
		Arrays.fill(bytes, from, bytes.length, with);
		return bytes;
	}

	private static List<Integer> before(int position) {
		List<Integer> lengths = new ArrayList<>();
		for (int i = 0; i < LENGTHS.length && end(i) <= position; i++) {
			lengths.add(LENGTHS[i]);
		}
		return lengths;
	}

	private static int end(int index) {
		return FIRST + Arrays.stream(LENGTHS, 0, index + 1).map((length) -> RecordHeader.BYTES + length).sum();
	}

	private Spool open() throws IOException {
		return Spool.open(this.directory, new SpoolSettings(this.directory, 100_000, Duration.ofDays(1), false));
	}

	private List<Path> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private long onDisk() throws IOException {
		return files().stream().filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
	}

}

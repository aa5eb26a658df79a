package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * When nothing more can be written, for a while or half-way.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOT TESTED: no ulimit, and files in use cannot be moved")
class FailingDiskTests {

	private static final long NOW = System.currentTimeMillis();

	@TempDir
	private Path directory;

	/**
	 * As on a full disk, the system writes a part of a record and then refuses: no file
	 * may get longer than 640 blocks of 512 bytes, or of 1024 in some shells.
	 */
	@Test
	void cutsOffWhatIsHalfWritten() throws Exception {
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 640 && exec \"$@\"", "sh"));
		command.addAll(ChildProcess.command(LimitedProcess.class, this.directory));
		List<String> output = ChildProcess.run(command);
		assertThat(output).contains("appended 1", "opened 1", "failed 10", "refused 10", "appended 11", "opened 11",
				"failed 12");
		try (Spool spool = Spool.open(this.directory, BusyProcess.settings(this.directory));
				OpenSpanJournal journal = OpenSpanJournal.open(this.directory, 1_000_000, false)) {
			assertThat(spool.recovery()).isEqualTo(new SpoolRecovery(0, 0, 0));
			assertThat(output).contains("bytes " + spool.bytes());
			List<Long> appended = new ArrayList<>();
			for (SpoolRecord record : spool.recovered()) {
				appended.add(BusyProcess.id(spool.read(record)));
			}
			assertThat(appended).isEqualTo(ids("appended", output)).hasSizeLessThan(10);
			assertThat(journal.recovered().stream().map(BusyProcess::id))
				.containsExactlyElementsOf(ids("opened", output))
				.hasSizeLessThan(10);
		}
	}

	@Test
	void goesOnWhenTheDirectoryIsBack() throws IOException {
		Path place = this.directory.resolve("spool");
		Path elsewhere = this.directory.resolve("elsewhere");
		try (Spool spool = open(place)) {
			SpoolRecord first = spool.append(new byte[20_000], 1, NOW);
			long bytes = spool.bytes();
			Files.move(place, elsewhere);
			Files.createFile(place);
			// Needs a new file, since the first is as long as it may get.
			assertThatIOException().isThrownBy(() -> spool.append(new byte[20_000], 2, NOW))
				.isNotInstanceOf(SpoolFullException.class);
			assertThat(spool.bytes()).isEqualTo(bytes);
			assertThat(spool.read(first)).hasSize(20_000);
			Files.delete(place);
			Files.move(elsewhere, place);
			spool.append(new byte[20_000], 3, NOW);
		}
		try (Spool spool = open(place)) {
			assertThat(spool.recovered()).extracting(SpoolRecord::spans).containsExactly(1, 3);
		}
	}

	@Test
	void goesOnInANewFileWhenItsFilesAreDeleted() throws IOException {
		try (Spool spool = open(this.directory)) {
			SpoolRecord first = spool.append(new byte[20_000], 1, NOW);
			SpoolRecord second = spool.append(new byte[20_000], 2, NOW);
			spool.read(first);
			try (var files = Files.list(this.directory)) {
				for (Path file : files.filter((each) -> each.toString().endsWith(".spool")).toList()) {
					Files.delete(file);
				}
			}
			spool.append(new byte[1000], 3, NOW);
			assertThat(spool.read(second)).hasSize(20_000);
			assertThatIOException().isThrownBy(() -> spool.read(first));
			spool.remove(first);
			spool.remove(second);
			spool.append(new byte[1000], 4, NOW);
			assertThat(spool.bytes()).isEqualTo(2 * 1025 + RecordFile.HEADER_BYTES);
		}
		try (Spool spool = open(this.directory)) {
			assertThat(spool.recovered()).extracting(SpoolRecord::spans).containsExactly(3, 4);
		}
	}

	private static Spool open(Path directory) throws IOException {
		return Spool.open(directory, new SpoolSettings(directory, 400_000, Duration.ofDays(1), false));
	}

	private static List<Long> ids(String word, List<String> output) {
		return output.stream()
			.filter((line) -> line.startsWith(word + " "))
			.map((line) -> Long.valueOf(line.substring(word.length() + 1)))
			.toList();
	}

}

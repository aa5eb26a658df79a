package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left by a process that is killed at any moment, twenty times in a row.
 */
@Timeout(120)
class KilledProcessTests {

	private static final int RUNS = 20;

	@TempDir
	private Path directory;

	/** What is surely in the spool, and what surely not. */
	private final Set<Long> appended = new HashSet<>();

	private final Set<Long> removed = new HashSet<>();

	private final Set<Long> opened = new HashSet<>();

	private final Set<Long> closed = new HashSet<>();

	private int seen;

	@Test
	void leavesAllThatWasAppendedAndNotRemoved() throws Exception {
		Random random = new Random(9);
		for (int run = 1; run <= RUNS; run++) {
			this.opened.clear();
			this.closed.clear();
			runAndKill(run, random.nextInt(3000));
			compareSpool();
			compareJournal();
		}
		assertThat(this.seen).isGreaterThan(RUNS * 500);
		assertThat(this.removed).hasSizeGreaterThan(RUNS * 20);
	}

	private void runAndKill(int run, int lines) throws Exception {
		try (ChildProcess process = ChildProcess.start(BusyProcess.class, this.directory, run, run * 1_000_000L)) {
			assertThat(process.line()).isEqualTo("started");
			for (int i = 0; i < lines; i++) {
				String line = process.line();
				assertThat(line).isNotNull();
				note(String.valueOf(line));
			}
			process.kill();
			List<String> rest = process.rest();
			// The last one may be cut off.
			rest.subList(0, Math.max(rest.size() - 1, 0)).forEach(this::note);
			if (!rest.isEmpty()) {
				noteCutOff(rest.get(rest.size() - 1));
			}
		}
	}

	private void note(String line) {
		this.seen++;
		String[] words = line.split(" ");
		long id = Long.parseLong(words[1]);
		switch (words[0]) {
			case "appended" -> this.appended.add(id);
			case "removing" -> this.appended.remove(id);
			case "removed" -> this.removed.add(id);
			case "opened" -> this.opened.add(id);
			case "closing" -> this.opened.remove(id);
			case "closed" -> this.closed.add(id);
			default -> throw new IllegalArgumentException(line);
		}
	}

	/**
	 * Of a line that may be cut off the number is not to be trusted, but it may be a
	 * removal that has just begun.
	 */
	private void noteCutOff(String line) {
		if (line.matches("removing \\d+")) {
			this.appended.removeIf((id) -> String.valueOf(id).startsWith(line.split(" ")[1]));
		}
		else if (line.matches("closing \\d+")) {
			this.opened.removeIf((id) -> String.valueOf(id).startsWith(line.split(" ")[1]));
		}
	}

	private void compareSpool() throws IOException {
		Set<Long> found = new HashSet<>();
		try (Spool spool = Spool.open(this.directory, BusyProcess.settings(this.directory))) {
			assertThat(spool.recovery()).isEqualTo(new SpoolRecovery(0, 0, 0));
			for (SpoolRecord record : spool.recovered()) {
				assertThat(found.add(BusyProcess.id(spool.read(record)))).isTrue();
			}
		}
		assertThat(found).containsAll(this.appended).doesNotContainAnyElementsOf(this.removed);
		// What died between the step and the line is known now.
		this.appended.addAll(found);
	}

	private void compareJournal() throws IOException {
		Set<Long> found = new HashSet<>();
		try (OpenSpanJournal journal = OpenSpanJournal.open(this.directory, 10_000_000, false)) {
			journal.recovered().forEach((will) -> assertThat(found.add(BusyProcess.id(will))).isTrue());
		}
		assertThat(found).containsAll(this.opened);
		this.closed.forEach((id) -> assertThat(found).doesNotContain(id));
	}

}

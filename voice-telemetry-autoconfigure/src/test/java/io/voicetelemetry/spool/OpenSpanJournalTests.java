package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The wills of spans that are open.
 */
class OpenSpanJournalTests {

	@TempDir
	private Path directory;

	private OpenSpanJournal journal;

	@BeforeEach
	void openJournal() throws IOException {
		this.journal = OpenSpanJournal.open(this.directory, 1_000_000, false);
	}

	@AfterEach
	void closeJournal() {
		this.journal.close();
	}

	@Test
	void keepsTheWillsOfOpenSpans() throws IOException {
		assertThat(this.journal.opened(1, bytes("one"))).isTrue();
		assertThat(this.journal.opened(-2, bytes("two"))).isTrue();
		assertThat(this.journal.opened(0, bytes("none"))).isTrue();
		assertThat(this.journal.opened(3, bytes("three"))).isTrue();
		this.journal.closed(-2);
		this.journal.closed(4711);
		die();
		assertThat(recovered()).containsExactly("one", "none", "three");
	}

	@Test
	void keepsTheLastWillOfASpan() throws IOException {
		this.journal.opened(1, bytes("first"));
		this.journal.opened(2, bytes("other"));
		this.journal.opened(1, bytes("last"));
		die();
		assertThat(recovered()).containsExactly("other", "last");
	}

	@Test
	void forgetsTheLastWillOfAClosedSpan() throws IOException {
		this.journal.opened(1, bytes("first"));
		this.journal.opened(1, bytes("last"));
		this.journal.closed(1);
		die();
		assertThat(recovered()).isEmpty();
	}

	@Test
	void tellsWhenTheEarlierProcessWasAlive() throws IOException {
		assertThat(this.journal.lastAliveEpochMillis()).isZero();
		this.journal.opened(1, bytes("one"));
		this.journal.alive(1_700_000_000_000L);
		this.journal.alive(1_700_000_005_000L);
		die();
		assertThat(this.journal.lastAliveEpochMillis()).isEqualTo(1_700_000_005_000L);
		assertThat(recovered()).containsExactly("one");
	}

	@Test
	void wasAliveWhenItWasOpened() throws IOException {
		long before = System.currentTimeMillis();
		die();
		assertThat(this.journal.lastAliveEpochMillis()).isBetween(before - 60_000, System.currentTimeMillis());
	}

	@Test
	void keepsWhatIsRecoveredUntilItIsForgotten() throws IOException {
		this.journal.opened(1, bytes("one"));
		die();
		this.journal.opened(2, bytes("two"));
		die();
		assertThat(recovered()).containsExactly("one", "two");
		this.journal.opened(3, bytes("three"));
		this.journal.forgetRecovered();
		assertThat(recovered()).isEmpty();
		die();
		assertThat(recovered()).containsExactly("three");
	}

	@Test
	void leavesNothingAfterAnOrderlyEnd() throws IOException {
		this.journal.opened(1, bytes("one"));
		this.journal.closed(1);
		this.journal.close();
		assertThat(files()).isEmpty();
		assertThatIOException().isThrownBy(() -> this.journal.opened(1, bytes("one")));
		assertThatIOException().isThrownBy(() -> this.journal.closed(1));
		assertThatIOException().isThrownBy(() -> this.journal.alive(1));
	}

	@Test
	void keepsWhatIsOpenAtTheEnd() throws IOException {
		this.journal.opened(1, bytes("one"));
		this.journal.close();
		this.journal = OpenSpanJournal.open(this.directory, 1_000_000, false);
		assertThat(recovered()).containsExactly("one");
	}

	@Test
	void takesNoMoreThanItsLimit() throws IOException {
		this.journal.close();
		this.journal = OpenSpanJournal.open(this.directory, 1000, false);
		assertThat(this.journal.opened(1, new byte[475])).isTrue();
		assertThat(this.journal.opened(2, new byte[476])).isFalse();
		assertThat(this.journal.opened(3, new byte[475])).isTrue();
		assertThat(this.journal.opened(1, new byte[475])).isTrue();
		assertThat(this.journal.opened(1, new byte[476])).isFalse();
		this.journal.closed(3);
		assertThat(this.journal.opened(1, new byte[476])).isTrue();
		die();
		assertThat(this.journal.recovered()).hasSize(1).first().satisfies((will) -> assertThat(will).hasSize(476));
	}

	@Test
	void staysShortHoweverManySpansThereAre() throws IOException {
		for (int i = 0; i < 20_000; i++) {
			this.journal.opened(i, bytes("will " + i));
			if (i >= 10) {
				this.journal.closed(i - 10);
			}
			assertThat(length()).isLessThan(150_000);
		}
		die();
		assertThat(recovered()).hasSize(10).first().isEqualTo("will 19990");
	}

	@Test
	void isTrueToAMapOverManyDeaths() throws IOException {
		Random random = new Random(4);
		Map<Long, String> model = new LinkedHashMap<>();
		for (int life = 0; life < 10; life++) {
			model.clear();
			for (int i = 0; i < 3000; i++) {
				long id = random.nextInt(300);
				if (random.nextInt(5) < 3) {
					String will = "will " + life + " " + i + "x".repeat(random.nextInt(200));
					assertThat(this.journal.opened(id, bytes(will))).isTrue();
					model.remove(id);
					model.put(id, will);
				}
				else {
					this.journal.closed(id);
					model.remove(id);
				}
			}
			this.journal.forgetRecovered();
			die();
			assertThat(recovered()).containsExactlyElementsOf(model.values());
		}
	}

	@Test
	void holdsHundredsOfThousands() throws IOException {
		this.journal.close();
		this.journal = OpenSpanJournal.open(this.directory, 100_000_000, false);
		Random random = new Random(7);
		List<Long> ids = new ArrayList<>();
		for (int i = 0; i < 200_000; i++) {
			ids.add(random.nextLong());
			assertThat(this.journal.opened(ids.get(i), bytes("will " + i))).isTrue();
		}
		for (int i = 0; i < 199_990; i++) {
			this.journal.closed(ids.get(i));
		}
		this.journal.opened(1, bytes("the last"));
		assertThat(length()).isLessThan(1000);
		die();
		assertThat(recovered()).hasSize(11).startsWith("will 199990").endsWith("the last");
	}

	@Test
	void survivesInterrupts() throws IOException {
		Thread.currentThread().interrupt();
		try {
			this.journal.close();
			this.journal = OpenSpanJournal.open(this.directory, 1_000_000, true);
			for (int i = 0; i < 3000; i++) {
				this.journal.opened(i, new byte[100]);
				this.journal.closed(i - 5);
			}
			this.journal.alive(5);
			die();
			assertThat(this.journal.recovered()).hasSize(5);
			assertThat(this.journal.lastAliveEpochMillis()).isEqualTo(5);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	/**
	 * The process is gone: nothing is closed, the next one finds the files as they are.
	 */
	private void die() throws IOException {
		this.journal = OpenSpanJournal.open(this.directory, 1_000_000, false);
	}

	private List<String> recovered() {
		return this.journal.recovered().stream().map((will) -> new String(will, StandardCharsets.UTF_8)).toList();
	}

	private List<Path> files() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private long length() throws IOException {
		return files().stream().mapToLong((file) -> file.toFile().length()).sum();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}

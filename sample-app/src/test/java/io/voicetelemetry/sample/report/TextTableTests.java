package io.voicetelemetry.sample.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextTable}.
 */
class TextTableTests {

	@Test
	void alignsWordsToTheLeftAndNumbersToTheRight() {
		TextTable table = new TextTable(1);
		table.add(List.of("kind", "n", "many"));
		table.add(List.of("a", "1000", "2"));
		assertThat(table.lines()).containsExactly(" kind     n  many", " a     1000     2");
	}

	@Test
	void markStandsBesideTheColumn() {
		TextTable table = new TextTable(0);
		table.add(List.of("7*", "1"));
		table.add(List.of("10", "2*"));
		assertThat(table.lines()).containsExactly("  7* 1", " 10  2*");
	}

	@Test
	void hasNoLinesWithoutRows() {
		assertThat(new TextTable(2).lines()).isEmpty();
	}

}

package io.voicetelemetry.sample.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells in columns, in plain ASCII, because a console may know nothing else. The first
 * columns hold words, the others numbers. A mark stands behind its column, so that the
 * numbers stay aligned.
 */
final class TextTable {

	static final String UNKNOWN = "-";

	static final String MARK = "*";

	private final int wordColumns;

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Make a table.
	 * @param wordColumns how many columns are aligned to the left
	 */
	TextTable(int wordColumns) {
		this.wordColumns = wordColumns;
	}

	void add(List<String> cells) {
		this.rows.add(List.copyOf(cells));
	}

	List<String> lines() {
		return this.rows.stream().map(this::line).toList();
	}

	private String line(List<String> cells) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < cells.size(); column++) {
			String text = unmarked(cells.get(column));
			String padding = " ".repeat(width(column) - text.length());
			line.append(' ')
				.append((column < this.wordColumns) ? text + padding : padding + text)
				.append(text.equals(cells.get(column)) ? " " : MARK);
		}
		return line.toString().stripTrailing();
	}

	private int width(int column) {
		return this.rows.stream()
			.filter((cells) -> column < cells.size())
			.mapToInt((cells) -> unmarked(cells.get(column)).length())
			.max()
			.orElse(0);
	}

	private static String unmarked(String cell) {
		return cell.endsWith(MARK) ? cell.substring(0, cell.length() - MARK.length()) : cell;
	}

}

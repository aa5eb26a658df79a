package io.voicetelemetry.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table: what happened, what was promised, what was measured.
 */
final class Scorecard {

	private final List<Line> lines = new ArrayList<>();

	void add(int row, String title, List<Check> checks) {
		checks.forEach((check) -> this.lines.add(new Line(row, title, check)));
	}

	/**
	 * Whether all promises were kept.
	 * @param timed whether those about time count, too
	 */
	boolean isPassed(boolean timed) {
		return this.lines.stream()
			.map(Line::check)
			.noneMatch((check) -> check.verdict() == Check.Verdict.FAIL && (timed || !check.timed()));
	}

	/**
	 * The table in Markdown.
	 */
	@Override
	public String toString() {
		StringBuilder table = new StringBuilder(
				"| row | scenario | criterion | measured | pass |\n| ---: | --- | --- | --- | --- |\n");
		String previous = "";
		for (Line line : this.lines) {
			boolean first = !line.title().equals(previous);
			previous = line.title();
			table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", first ? line.row() : "",
					first ? line.title() : "", line.check().criterion(), oneLine(line.check().measured()),
					line.check().verdict()));
		}
		return table.toString();
	}

	private static String oneLine(String text) {
		return text.replace("|", "/").replaceAll("\\s+", " ");
	}

	private record Line(int row, String title, Check check) {
	}

}

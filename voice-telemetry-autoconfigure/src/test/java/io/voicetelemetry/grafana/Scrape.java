package io.voicetelemetry.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Prometheus gets when it scrapes an application.
 *
 * @param series the series, each with its labels
 */
record Scrape(List<Series> series) {

	/** What Prometheus adds to each series that it scrapes. */
	private static final List<String> OF_PROMETHEUS = List.of("job", "instance");

	/** A name, labels, a value, and an exemplar. */
	private static final Pattern SAMPLE = Pattern
		.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)})? \\S+(?: # .*)?");

	private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

	static Scrape of(String text) {
		return new Scrape(text.lines().filter((line) -> !line.startsWith("#")).map(Scrape::series).toList());
	}

	private static Series series(String line) {
		Matcher sample = SAMPLE.matcher(line);
		if (!sample.matches()) {
			throw new IllegalArgumentException("No sample: " + line);
		}
		Map<String, String> labels = new LinkedHashMap<>();
		if (sample.group(2) != null) {
			Matcher label = LABEL.matcher(sample.group(2));
			while (label.find()) {
				labels.put(label.group(1), label.group(2));
			}
		}
		return new Series(sample.group(1), labels);
	}

	boolean has(String metric) {
		return this.series.stream().anyMatch((each) -> each.metric().equals(metric));
	}

	/**
	 * The series of which a query finds those with these labels.
	 */
	Stream<Series> found(PromQuery.Selector selector) {
		return this.series.stream().filter((each) -> each.metric().equals(selector.metric())).filter(selector::finds);
	}

	/**
	 * A series.
	 *
	 * @param metric its name
	 * @param labels its labels as the application tells them
	 */
	record Series(String metric, Map<String, String> labels) {

		boolean hasLabel(String label) {
			return OF_PROMETHEUS.contains(label) || this.labels.containsKey(label);
		}

	}

}

package io.voicetelemetry.grafana;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus names: metrics, and labels by which it selects and groups
 * their series. What it does not know, it refuses.
 *
 * @param text the query
 * @param selectors the series that it reads
 * @param groupings the labels that are left of them
 */
record PromQuery(String text, List<Selector> selectors, List<Grouping> groupings) {

	static PromQuery of(String text) {
		return new Reader(text).read();
	}

	/**
	 * What the query asks for that a scrape has not.
	 * @return a line for each fault
	 */
	List<String> faults(Scrape scrape) {
		List<String> faults = new ArrayList<>();
		if (this.selectors.isEmpty()) {
			faults.add("no metric in " + this.text);
		}
		for (Selector selector : this.selectors) {
			if (!scrape.has(selector.metric())) {
				faults.add("no metric " + selector.metric() + ", in " + this.text);
			}
			else if (scrape.found(selector).findAny().isEmpty()) {
				faults.add("no series " + selector + ", in " + this.text);
			}
		}
		for (Grouping grouping : this.groupings) {
			for (Selector selector : grouping.of()) {
				for (String label : grouping.labels()) {
					if (scrape.found(selector).noneMatch((series) -> series.hasLabel(label))) {
						faults.add("no label " + label + " of " + selector.metric() + ", in " + this.text);
					}
				}
			}
		}
		return faults;
	}

	/**
	 * The labels that series of the result can have.
	 */
	Set<String> labels() {
		Set<String> labels = new LinkedHashSet<>();
		this.groupings.forEach((grouping) -> labels.addAll(grouping.labels()));
		return labels;
	}

	/**
	 * Labels that are left of series.
	 *
	 * @param labels the labels
	 * @param of the series
	 */
	record Grouping(List<String> labels, List<Selector> of) {

	}

	/**
	 * Series of one metric.
	 *
	 * @param metric the metric's name
	 * @param matchers which of its series
	 */
	record Selector(String metric, List<LabelMatcher> matchers) {

		boolean finds(Scrape.Series series) {
			return this.matchers.stream().allMatch((matcher) -> matcher.matches(series));
		}

	}

	/**
	 * A condition for a label. One of which the value is chosen on the dashboard is met
	 * by every series that has the label.
	 *
	 * @param label the label
	 * @param operator how it is compared
	 * @param value with what
	 */
	record LabelMatcher(String label, String operator, String value) {

		boolean matches(Scrape.Series series) {
			String actual = series.labels().get(this.label);
			if (actual == null || this.value.startsWith("$")) {
				return series.hasLabel(this.label);
			}
			return switch (this.operator) {
				case "=" -> actual.equals(this.value);
				case "!=" -> !actual.equals(this.value);
				case "=~" -> actual.matches(this.value);
				case "!~" -> !actual.matches(this.value);
				default -> throw new IllegalStateException(this.operator);
			};
		}

	}

	/**
	 * Reads a query from left to right.
	 */
	private static final class Reader {

		private static final Pattern TOKEN = Pattern
			.compile("\"[^\"]*\"|[a-zA-Z_:][a-zA-Z0-9_:]*|\\$\\w+|[0-9][0-9.]*[a-z]*|=~|!~|!=|==|>=|<=|\\S");

		private static final Set<String> FUNCTIONS = Set.of("sum", "rate", "increase", "histogram_quantile", "vector");

		private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset");

		private final String text;

		private final List<String> tokens = new ArrayList<>();

		private final List<Selector> selectors = new ArrayList<>();

		private final List<Grouping> groupings = new ArrayList<>();

		private int next;

		Reader(String text) {
			this.text = text;
			Matcher matcher = TOKEN.matcher(text);
			while (matcher.find()) {
				this.tokens.add(matcher.group());
			}
		}

		PromQuery read() {
			readUntil(this.tokens.size());
			return new PromQuery(this.text, List.copyOf(this.selectors), List.copyOf(this.groupings));
		}

		private void readUntil(int end) {
			while (this.next < end) {
				String token = take();
				if (token.equals("[")) {
					this.next = closing("[", "]") + 1;
				}
				else if (token.equals("by")) {
					readGrouping();
				}
				else if (token.equals("on") || token.equals("group_left")) {
					List<String> labels = list();
					if (!labels.isEmpty()) {
						throw new IllegalArgumentException(token + labels + " in " + this.text);
					}
				}
				else if (isName(token) && !OPERATORS.contains(token)) {
					readName(token);
				}
			}
		}

		private void readName(String name) {
			if (FUNCTIONS.contains(name)) {
				return;
			}
			if (is("(")) {
				throw new IllegalArgumentException("Function " + name + " in " + this.text);
			}
			this.selectors.add(new Selector(name, is("{") ? matchers() : List.of()));
		}

		private void readGrouping() {
			List<String> labels = list();
			expect("(");
			int first = this.selectors.size();
			readUntil(closing("(", ")"));
			this.groupings.add(new Grouping(labels, List.copyOf(this.selectors.subList(first, this.selectors.size()))));
		}

		private List<String> list() {
			expect("(");
			List<String> names = new ArrayList<>();
			while (!is(")")) {
				names.add(take());
				if (is(",")) {
					take();
				}
			}
			take();
			return names;
		}

		private List<LabelMatcher> matchers() {
			expect("{");
			List<LabelMatcher> matchers = new ArrayList<>();
			while (!is("}")) {
				String label = take();
				String operator = take();
				String value = take();
				matchers.add(new LabelMatcher(label, operator, value.substring(1, value.length() - 1)));
				if (is(",")) {
					take();
				}
			}
			take();
			return matchers;
		}

		/**
		 * Where what was opened by the last token is closed.
		 */
		private int closing(String open, String close) {
			int depth = 1;
			for (int i = this.next; i < this.tokens.size(); i++) {
				if (this.tokens.get(i).equals(open)) {
					depth++;
				}
				else if (this.tokens.get(i).equals(close) && --depth == 0) {
					return i;
				}
			}
			throw new IllegalArgumentException(open + " is not closed in " + this.text);
		}

		private static boolean isName(String token) {
			char first = token.charAt(0);
			return Character.isLetter(first) || first == '_';
		}

		private boolean is(String token) {
			return this.next < this.tokens.size() && this.tokens.get(this.next).equals(token);
		}

		private String take() {
			if (this.next == this.tokens.size()) {
				throw new IllegalArgumentException("The end of " + this.text + " is missing");
			}
			return this.tokens.get(this.next++);
		}

		private void expect(String token) {
			if (!is(token)) {
				throw new IllegalArgumentException(token + " is missing in " + this.text);
			}
			take();
		}

	}

}

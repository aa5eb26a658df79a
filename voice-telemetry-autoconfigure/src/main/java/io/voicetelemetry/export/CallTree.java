package io.voicetelemetry.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.LogText;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The spans of a call as an indented table: when each began, how long it took, what it
 * is, and what is worth knowing about it. Plain ASCII, because a console may know nothing
 * else.
 */
final class CallTree {

	private static final String INDENT = "  ";

	private final List<SpanData> spans;

	private final long start;

	private final List<Row> rows = new ArrayList<>();

	CallTree(List<SpanData> spans) {
		this.spans = spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).toList();
		this.start = this.spans.get(0).getStartEpochNanos();
	}

	String render() {
		Set<String> ids = this.spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
		this.rows.add(new Row("start ms", "took ms", "span", "details"));
		this.spans.stream().filter((span) -> !ids.contains(span.getParentSpanId())).forEach((root) -> add(root, ""));
		int width = this.rows.stream().mapToInt((row) -> row.name().length()).max().orElse(0);
		String title = "%nCall %s, trace %s%n%n".formatted(
				LogText.ofNullable(this.spans.get(0).getAttributes().get(TelemetryAttributes.SESSION_ID.key())),
				this.spans.get(0).getTraceId());
		return title + this.rows.stream().map((row) -> row.render(width)).collect(Collectors.joining());
	}

	private void add(SpanData span, String indent) {
		String stage = span.getAttributes().get(TelemetryAttributes.STAGE.key());
		String name = LogText
			.of((stage == null || stage.equals(span.getName())) ? span.getName() : span.getName() + " [" + stage + "]");
		this.rows.add(new Row(millis(span.getStartEpochNanos() - this.start, 0),
				millis(span.getEndEpochNanos() - span.getStartEpochNanos(), 1), indent + name, SpanDetails.of(span)));
		String inner = indent + INDENT;
		SpanDetails.content(span).forEach((line) -> this.rows.add(new Row("", "", "", line)));
		Deque<EventData> events = new ArrayDeque<>(span.getEvents());
		for (SpanData child : childrenOf(span)) {
			while (!events.isEmpty() && events.element().getEpochNanos() <= child.getStartEpochNanos()) {
				add(events.remove(), inner);
			}
			add(child, inner);
		}
		events.forEach((event) -> add(event, inner));
	}

	private List<SpanData> childrenOf(SpanData span) {
		return this.spans.stream().filter((child) -> child.getParentSpanId().equals(span.getSpanId())).toList();
	}

	private void add(EventData event, String indent) {
		this.rows.add(new Row(millis(event.getEpochNanos() - this.start, 0), "",
				indent + "* " + LogText.of(event.getName()), SpanDetails.of(event)));
	}

	private static String millis(long nanos, int decimals) {
		return String.format(Locale.ROOT, "%." + decimals + "f", nanos / 1e6);
	}

	/**
	 * A line of the table.
	 *
	 * @param start when it began
	 * @param took how long it took
	 * @param name what it is, indented
	 * @param details what else is known
	 */
	private record Row(String start, String took, String name, String details) {

		String render(int width) {
			return String.format("%9s %9s  %-" + width + "s  %s", this.start, this.took, this.name, this.details)
				.stripTrailing() + System.lineSeparator();
		}

	}

}

package io.voicetelemetry.sample.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LatencyPart.Kind;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.sample.report.ReportedCall.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The silence before each reply: what it was made of, in numbers and as a bar. The table
 * adds up what happened twice, as requests around a tool call do; the bar shows things in
 * the order in which they happened.
 */
final class LatencyTable {

	/** As many letters as fit on a line, with the reply's number before them. */
	private static final int MAX_BAR = 100;

	private final List<Answer> answers;

	LatencyTable(List<Answer> answers) {
		this.answers = answers;
	}

	List<String> lines() {
		if (this.answers.isEmpty()) {
			return List.of("No reply to a turn of the caller was heard");
		}
		List<String> lines = new ArrayList<>();
		lines.add("What the caller waited for, from the end of their speech to the first sound of the reply,"
				+ " in ms; * is the longest part");
		lines.add("");
		lines.addAll(table().lines());
		lines.add("");
		lines.add(" total_latency is LiveKit's sum: end of turn decided + first token + first byte of audio,"
				+ " but nothing in between");
		lines.add("");
		lines.addAll(bars());
		return lines;
	}

	private TextTable table() {
		TextTable table = new TextTable(0);
		List<String> headings = new ArrayList<>(List.of("reply", "felt"));
		List<String> letters = new ArrayList<>(List.of("", ""));
		for (Kind kind : Kind.values()) {
			headings.add(heading(kind));
			letters.add(Character.toString(letter(kind)));
		}
		headings.add("total_latency");
		table.add(headings);
		table.add(letters);
		this.answers.forEach((answer) -> table.add(row(answer)));
		return table;
	}

	private static List<String> row(Answer answer) {
		TurnLatency latency = answer.latency();
		Kind longest = longest(latency);
		List<String> cells = new ArrayList<>();
		cells.add(answer.name());
		cells.add(millis(latency.e2eLatency()));
		for (Kind kind : Kind.values()) {
			cells.add(millis(latency.secondsOf(kind)) + ((kind == longest) ? TextTable.MARK : ""));
		}
		cells.add(millis(latency.totalLatency()));
		return cells;
	}

	private static @Nullable Kind longest(TurnLatency latency) {
		Kind longest = null;
		double seconds = 0;
		for (Kind kind : Kind.values()) {
			double candidate = latency.secondsOf(kind).orElse(0);
			if (candidate > seconds) {
				longest = kind;
				seconds = candidate;
			}
		}
		return longest;
	}

	private List<String> bars() {
		double longest = this.answers.stream().mapToDouble((answer) -> answer.latency().e2eLatency()).max().orElse(0);
		int letterMillis = letterMillis(longest);
		TextTable bars = new TextTable(2);
		bars.add(List.of("reply", "as it happened, a letter for each " + letterMillis + " ms"));
		this.answers.forEach(
				(answer) -> bars.add(List.of("%5s".formatted(answer.name()), bar(answer.latency(), letterMillis))));
		return bars.lines();
	}

	/**
	 * Return how much time a letter stands for: 1, 2 or 5 ms, or ten times that, and so
	 * on.
	 * @param longest the longest time, in seconds
	 * @return the time
	 */
	private static int letterMillis(double longest) {
		int[] steps = { 1, 2, 5 };
		int power = 1;
		for (int i = 0;; i++) {
			int candidate = steps[i % steps.length] * power;
			if (longest * 1000 <= (double) candidate * MAX_BAR || candidate >= 1_000_000) {
				return candidate;
			}
			power *= (i % steps.length == steps.length - 1) ? 10 : 1;
		}
	}

	private static String bar(TurnLatency latency, int letterMillis) {
		StringBuilder bar = new StringBuilder();
		for (LatencyPart part : latency.parts()) {
			// Rounded where it ends, so that what is too short for a letter adds up.
			long end = Math.round((part.start() + part.duration()) * 1000 / letterMillis);
			while (bar.length() < Math.min(end, MAX_BAR)) {
				bar.append(letter(part.kind()));
			}
		}
		return bar.toString();
	}

	private static String heading(Kind kind) {
		return (kind == Kind.ON_USER_TURN_COMPLETED) ? "callback" : kind.value().replace('_', ' ');
	}

	private static char letter(Kind kind) {
		return switch (kind) {
			case TRANSCRIPTION -> 't';
			case ENDPOINTING -> 'e';
			case ON_USER_TURN_COMPLETED -> 'c';
			case LLM -> 'l';
			case FIRST_SENTENCE -> 's';
			case TOOL -> 'T';
			case TTS -> 'v';
			case PLAYOUT -> 'p';
			case OTHER -> '.';
		};
	}

	private static String millis(OptionalDouble seconds) {
		return seconds.isPresent() ? millis(seconds.getAsDouble()) : TextTable.UNKNOWN;
	}

	private static String millis(double seconds) {
		return Long.toString(Math.round(seconds * 1000));
	}

}

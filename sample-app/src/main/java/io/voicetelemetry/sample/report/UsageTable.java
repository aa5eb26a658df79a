package io.voicetelemetry.sample.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.ModelUsage;

/**
 * What each model was used for and how much.
 */
final class UsageTable {

	private UsageTable() {
	}

	static List<String> lines(List<ModelUsage> models) {
		if (models.isEmpty()) {
			return List.of("No model was used");
		}
		TextTable table = new TextTable(3);
		table.add(List.of("kind", "provider", "model", "requests", "failed", "cancelled", "discarded", "tokens in",
				"cached", "out", "characters", "audio s"));
		models.forEach((model) -> table.add(row(model)));
		List<String> lines = new ArrayList<>();
		lines.add("What the call used; - is not known");
		lines.add("");
		lines.addAll(table.lines());
		return lines;
	}

	private static List<String> row(ModelUsage model) {
		return List.of(model.kind().value(), name(model.provider()), name(model.model()),
				Long.toString(model.requests()), Long.toString(model.failedRequests()),
				Long.toString(model.cancelledRequests()), Long.toString(model.discardedRequests()),
				count(model.tokens().input()), count(model.tokens().cachedInput()), count(model.tokens().output()),
				count(model.characters()), seconds(model.audioDuration()));
	}

	private static String name(String name) {
		return name.isEmpty() ? TextTable.UNKNOWN : name;
	}

	private static String count(OptionalLong count) {
		return count.isPresent() ? Long.toString(count.getAsLong()) : TextTable.UNKNOWN;
	}

	private static String seconds(OptionalDouble seconds) {
		return seconds.isPresent() ? String.format(Locale.ROOT, "%.1f", seconds.getAsDouble()) : TextTable.UNKNOWN;
	}

}

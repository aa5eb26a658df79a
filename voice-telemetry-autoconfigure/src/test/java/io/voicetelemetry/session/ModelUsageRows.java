package io.voicetelemetry.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.UsageKind;

/**
 * What requests add up to as {@link CallModel} thinks of them.
 */
final class ModelUsageRows {

	private final Map<String, long[]> rows = new TreeMap<>();

	void add(ModelSpan span) {
		UsageKind kind = switch (span.stage) {
			case LLM_REQUEST, REALTIME_INFERENCE -> UsageKind.LLM;
			case TTS_REQUEST -> UsageKind.TTS;
			case STT_REQUEST -> UsageKind.STT;
			default -> null;
		};
		if (kind != null) {
			String model = (span.stage == Stage.LLM_REQUEST) ? CallDriver.model(span.id) : "";
			long[] row = this.rows.computeIfAbsent(kind + " " + model, (key) -> new long[4]);
			row[0]++;
			row[1] += (span.outcome == Outcome.ERROR) ? 1 : 0;
			row[2] += (span.outcome == Outcome.CANCELLED) ? 1 : 0;
			row[3] += Math.max(span.allTokens(), 0);
		}
	}

	List<String> rows() {
		return this.rows.entrySet()
			.stream()
			.map((row) -> row.getKey() + " " + Arrays.toString(row.getValue()))
			.toList();
	}

}

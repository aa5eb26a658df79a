package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * Under which names OpenObserve keeps the attributes of a span.
 */
final class OpenObserveColumns {

	private static final Set<String> RESERVED = Set.of("trace_id", "span_id", "flags", "span_status", "span_kind",
			"operation_name", "start_time", "end_time", "duration", "service_name", "events", "links", "_timestamp");

	private OpenObserveColumns() {
	}

	static Map<String, Object> of(ReceivedSpan span) {
		Map<String, Object> columns = new LinkedHashMap<>();
		span.resourceAttributes().forEach((key, value) -> columns.put(ofResource(key), value));
		Set<String> ofResource = Set.copyOf(columns.keySet());
		span.attributes().forEach((key, value) -> {
			String column = column(key);
			boolean taken = RESERVED.contains(column) || column.startsWith("infer_service_")
					|| ofResource.contains(column);
			columns.put(taken ? "attr_" + column : column, value);
		});
		columns.put("operation_name", span.name());
		columns.put("duration", (span.endEpochNanos() - span.startEpochNanos()) / 1000);
		columns.put("span_status", span.statusCode());
		if (!span.statusMessage().isEmpty()) {
			columns.put("status_message", span.statusMessage());
		}
		return columns;
	}

	private static String ofResource(String key) {
		return key.equals("service.name") ? "service_name" : "service_" + column(key);
	}

	private static String column(String key) {
		return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
	}

}

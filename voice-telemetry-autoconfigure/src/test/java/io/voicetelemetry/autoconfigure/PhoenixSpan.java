package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Phoenix shows of a span.
 *
 * @param parentId the id of the parent, empty if there is none
 * @param kind what Phoenix takes it for
 * @param tokensIn tokens of this span and all below it
 * @param tokensOut tokens of this span and all below it
 * @param attributes texts, numbers and truth values, each with its whole key
 * @param events the names of its events
 */
record PhoenixSpan(String traceId, String spanId, String parentId, String name, String kind, String status,
		String statusMessage, @Nullable Value input, @Nullable Value output, long tokensIn, long tokensOut,
		Map<String, Object> attributes, List<String> events) {

	static PhoenixSpan of(JsonNode span) {
		Map<String, Object> attributes = new TreeMap<>();
		flatten("", JsonMapper.shared().readTree(span.get("attributes").asString()), attributes);
		List<String> events = span.get("events").valueStream().map((event) -> event.get("name").asString()).toList();
		return new PhoenixSpan(span.at("/trace/traceId").asString(), span.get("spanId").asString(),
				span.get("parentId").asString(""), span.get("name").asString(),
				span.get("spanKind").asString().toUpperCase(Locale.ROOT), span.get("statusCode").asString(),
				span.get("statusMessage").asString(), Value.of(span.get("input")), Value.of(span.get("output")),
				span.get("cumulativeTokenCountPrompt").asLong(0), span.get("cumulativeTokenCountCompletion").asLong(0),
				attributes, events);
	}

	/**
	 * Phoenix takes keys apart at their dots, and lists at their numbers.
	 */
	private static void flatten(String key, JsonNode value, Map<String, Object> attributes) {
		String prefix = key.isEmpty() ? "" : key + ".";
		if (value.isObject()) {
			value.propertyStream().forEach((each) -> flatten(prefix + each.getKey(), each.getValue(), attributes));
		}
		else if (value.isArray()) {
			for (int i = 0; i < value.size(); i++) {
				flatten(prefix + i, value.get(i), attributes);
			}
		}
		else if (value.isIntegralNumber()) {
			attributes.put(key, value.asLong());
		}
		else if (value.isNumber()) {
			attributes.put(key, value.asDouble());
		}
		else {
			attributes.put(key, value.isBoolean() ? (Object) value.asBoolean() : value.asString());
		}
	}

	/**
	 * What went into a span, or came out of it.
	 *
	 * @param type {@code text} or {@code json}
	 */
	record Value(String text, String type) {

		private static @Nullable Value of(JsonNode value) {
			return value.isNull() ? null : new Value(value.get("value").asString(), value.get("mimeType").asString());
		}

	}

}

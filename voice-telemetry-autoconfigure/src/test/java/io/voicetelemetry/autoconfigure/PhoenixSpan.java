package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * A span as Phoenix's API tells it.
 *
 * @param parentId the id of the parent, empty if there is none
 * @param kind what Phoenix takes it for
 * @param attributes with all their keys in one piece: text, numbers, truth values
 * @param events the names of its events
 */
record PhoenixSpan(String traceId, String spanId, String parentId, String name, String kind, String status,
		String statusMessage, Map<String, Object> attributes, List<String> events) {

	static PhoenixSpan of(JsonNode span) {
		Map<String, Object> attributes = new TreeMap<>();
		span.get("attributes").properties().forEach((each) -> attributes.put(each.getKey(), value(each.getValue())));
		List<String> events = new ArrayList<>();
		span.get("events").forEach((event) -> events.add(event.get("name").asString()));
		return new PhoenixSpan(span.at("/context/trace_id").asString(), span.at("/context/span_id").asString(),
				span.path("parent_id").asString(""), span.get("name").asString(), span.get("span_kind").asString(),
				span.get("status_code").asString(), span.get("status_message").asString(), attributes, events);
	}

	private static Object value(JsonNode value) {
		if (value.isIntegralNumber()) {
			return value.asLong();
		}
		if (value.isNumber()) {
			return value.asDouble();
		}
		return value.isBoolean() ? (Object) value.asBoolean() : value.isString() ? value.asString() : value.toString();
	}

}

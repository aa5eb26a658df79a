package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Spans in the JSON encoding of OTLP: ids in hexadecimal, 64-bit integers as text, enums
 * as numbers. OpenTelemetry's own marshalers for it are internal.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP
 * 1.9</a>
 */
final class OtlpJson {

	private OtlpJson() {
	}

	static Map<String, Object> request(List<SpanData> spans) {
		Map<Resource, Map<InstrumentationScopeInfo, List<Object>>> grouped = new LinkedHashMap<>();
		for (SpanData span : spans) {
			grouped.computeIfAbsent(span.getResource(), (resource) -> new LinkedHashMap<>())
				.computeIfAbsent(span.getInstrumentationScopeInfo(), (scope) -> new ArrayList<>())
				.add(span(span));
		}
		List<Object> resources = new ArrayList<>();
		grouped.forEach((resource, scopes) -> {
			List<Object> ofScopes = new ArrayList<>();
			scopes.forEach((scope, encoded) -> {
				Map<String, Object> named = new LinkedHashMap<>();
				named.put("name", scope.getName());
				if (scope.getVersion() != null) {
					named.put("version", scope.getVersion());
				}
				ofScopes.add(Map.of("scope", named, "spans", encoded));
			});
			resources.add(Map.of("resource", Map.of("attributes", attributes(resource.getAttributes())), "scopeSpans",
					ofScopes));
		});
		return Map.of("resourceSpans", resources);
	}

	private static Map<String, Object> span(SpanData span) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traceId", span.getTraceId());
		json.put("spanId", span.getSpanId());
		if (span.getParentSpanContext().isValid()) {
			json.put("parentSpanId", span.getParentSpanId());
		}
		json.put("flags", span.getSpanContext().getTraceFlags().asByte() & 0xff);
		json.put("name", span.getName());
		json.put("kind", span.getKind().ordinal() + 1);
		json.put("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
		json.put("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
		json.put("attributes", attributes(span.getAttributes()));
		List<Object> events = new ArrayList<>();
		for (EventData event : span.getEvents()) {
			events.add(Map.of("timeUnixNano", Long.toString(event.getEpochNanos()), "name", event.getName(),
					"attributes", attributes(event.getAttributes())));
		}
		json.put("events", events);
		List<Object> links = new ArrayList<>();
		for (LinkData link : span.getLinks()) {
			links.add(Map.of("traceId", link.getSpanContext().getTraceId(), "spanId", link.getSpanContext().getSpanId(),
					"attributes", attributes(link.getAttributes())));
		}
		json.put("links", links);
		json.put("status", Map.of("code", statusCode(span), "message", span.getStatus().getDescription()));
		return json;
	}

	private static int statusCode(SpanData span) {
		return switch (span.getStatus().getStatusCode()) {
			case UNSET -> 0;
			case OK -> 1;
			case ERROR -> 2;
		};
	}

	private static List<Object> attributes(Attributes attributes) {
		List<Object> json = new ArrayList<>();
		attributes.forEach((key, value) -> json.add(Map.of("key", key.getKey(), "value", value(value))));
		return json;
	}

	private static Map<String, Object> value(Object value) {
		if (value instanceof Boolean) {
			return Map.of("boolValue", value);
		}
		if (value instanceof Long whole) {
			return Map.of("intValue", whole.toString());
		}
		if (value instanceof Double) {
			return Map.of("doubleValue", value);
		}
		if (value instanceof List<?> list) {
			return Map.of("arrayValue", Map.of("values", list.stream().map(OtlpJson::value).toList()));
		}
		return Map.of("stringValue", value.toString());
	}

}

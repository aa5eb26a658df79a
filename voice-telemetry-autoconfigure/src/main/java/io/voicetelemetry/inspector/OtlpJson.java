package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Spans in the JSON encoding of OTLP: ids in hexadecimal, 64-bit integers as text, enums
 * as numbers. OpenTelemetry's own marshalers for it are internal.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP
 * 1.9</a>
 */
final class OtlpJson {

	/** {@code SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK} of OTLP. */
	private static final int REMOTE_IS_KNOWN = 0x100;

	/** {@code SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK} of OTLP. */
	private static final int IS_REMOTE = 0x200;

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
			scopes.forEach((scope, encoded) -> ofScopes.add(ofScope(scope, encoded)));
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("resource", Map.of("attributes", OtlpValues.attributes(resource.getAttributes())));
			json.put("scopeSpans", ofScopes);
			putText(json, "schemaUrl", resource.getSchemaUrl());
			resources.add(json);
		});
		return Map.of("resourceSpans", resources);
	}

	private static Map<String, Object> ofScope(InstrumentationScopeInfo scope, List<Object> spans) {
		Map<String, Object> named = new LinkedHashMap<>();
		named.put("name", scope.getName());
		putText(named, "version", scope.getVersion());
		named.put("attributes", OtlpValues.attributes(scope.getAttributes()));
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("scope", named);
		json.put("spans", spans);
		putText(json, "schemaUrl", scope.getSchemaUrl());
		return json;
	}

	private static Map<String, Object> span(SpanData span) {
		Map<String, Object> json = identified(span.getSpanContext());
		if (span.getParentSpanContext().isValid()) {
			json.put("parentSpanId", span.getParentSpanId());
		}
		json.put("flags", flags(span.getSpanContext(), span.getParentSpanContext().isRemote()));
		json.put("name", span.getName());
		json.put("kind", span.getKind().ordinal() + 1);
		json.put("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
		json.put("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
		putAttributes(json, span.getAttributes(), span.getTotalAttributeCount());
		json.put("events", span.getEvents().stream().map(OtlpJson::event).toList());
		putDropped(json, "droppedEventsCount", span.getTotalRecordedEvents() - span.getEvents().size());
		json.put("links", span.getLinks().stream().map(OtlpJson::link).toList());
		putDropped(json, "droppedLinksCount", span.getTotalRecordedLinks() - span.getLinks().size());
		json.put("status", Map.of("code", statusCode(span), "message", span.getStatus().getDescription()));
		return json;
	}

	private static Map<String, Object> event(EventData event) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("timeUnixNano", Long.toString(event.getEpochNanos()));
		json.put("name", event.getName());
		putAttributes(json, event.getAttributes(), event.getTotalAttributeCount());
		return json;
	}

	private static Map<String, Object> link(LinkData link) {
		Map<String, Object> json = identified(link.getSpanContext());
		json.put("flags", flags(link.getSpanContext(), link.getSpanContext().isRemote()));
		putAttributes(json, link.getAttributes(), link.getTotalAttributeCount());
		return json;
	}

	private static Map<String, Object> identified(SpanContext context) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("traceId", context.getTraceId());
		json.put("spanId", context.getSpanId());
		List<String> state = new ArrayList<>();
		context.getTraceState().forEach((key, value) -> state.add(key + "=" + value));
		putText(json, "traceState", String.join(",", state));
		return json;
	}

	/**
	 * The flags of W3C, and whether what the span stands under is of another process, or
	 * what is linked.
	 */
	private static int flags(SpanContext context, boolean remote) {
		return (context.getTraceFlags().asByte() & 0xff) | REMOTE_IS_KNOWN | (remote ? IS_REMOTE : 0);
	}

	private static int statusCode(SpanData span) {
		return switch (span.getStatus().getStatusCode()) {
			case UNSET -> 0;
			case OK -> 1;
			case ERROR -> 2;
		};
	}

	private static void putAttributes(Map<String, Object> json, Attributes attributes, int recorded) {
		json.put("attributes", OtlpValues.attributes(attributes));
		putDropped(json, "droppedAttributesCount", recorded - attributes.size());
	}

	private static void putDropped(Map<String, Object> json, String name, int dropped) {
		if (dropped > 0) {
			json.put(name, dropped);
		}
	}

	private static void putText(Map<String, Object> json, String name, @Nullable String text) {
		if (text != null && !text.isEmpty()) {
			json.put(name, text);
		}
	}

}

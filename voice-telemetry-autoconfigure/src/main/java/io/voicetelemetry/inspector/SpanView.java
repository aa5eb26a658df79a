package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.OwnSpans;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * A span as the page and the actuator endpoint get it: times in milliseconds since its
 * session began.
 *
 * @param start when the session began, in nanoseconds since the epoch
 */
record SpanView(long start) {

	Map<String, Object> ofEnded(SpanData span) {
		Map<String, Object> view = base(span);
		view.put("end", millis(span.getEndEpochNanos()));
		return withDetails(view, span);
	}

	/**
	 * What others have put on a span is filtered when it ends, and not before.
	 */
	Map<String, Object> ofOpen(SpanData span) {
		Map<String, Object> view = base(span);
		view.put("open", true);
		return OwnSpans.contain(span) ? withDetails(view, span) : view;
	}

	private Map<String, Object> base(SpanData span) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("id", span.getSpanId());
		if (span.getParentSpanContext().isValid()) {
			view.put("parent", span.getParentSpanId());
		}
		view.put("trace", span.getTraceId());
		view.put("name", span.getName());
		String stage = span.getAttributes().get(TelemetryAttributes.STAGE.key());
		if (stage != null) {
			view.put("stage", stage);
		}
		view.put("scope", span.getInstrumentationScopeInfo().getName());
		view.put("start", millis(span.getStartEpochNanos()));
		return view;
	}

	private Map<String, Object> withDetails(Map<String, Object> view, SpanData span) {
		if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
			view.put("error", span.getStatus().getDescription());
		}
		view.put("attributes", attributes(span.getAttributes()));
		List<Object> events = new ArrayList<>();
		for (EventData event : span.getEvents()) {
			Map<String, Object> each = new LinkedHashMap<>();
			each.put("name", event.getName());
			each.put("at", millis(event.getEpochNanos()));
			each.put("attributes", attributes(event.getAttributes()));
			events.add(each);
		}
		view.put("events", events);
		List<Object> links = new ArrayList<>();
		for (LinkData link : span.getLinks()) {
			links.add(Map.of("trace", link.getSpanContext().getTraceId(), "span", link.getSpanContext().getSpanId()));
		}
		view.put("links", links);
		return view;
	}

	private static Map<String, Object> attributes(Attributes attributes) {
		Map<String, Object> view = new LinkedHashMap<>();
		attributes.forEach((key, value) -> view.put(key.getKey(), value));
		return view;
	}

	private double millis(long epochNanos) {
		return SessionRow.millis(epochNanos - this.start);
	}

}

package io.voicetelemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedLink;
import io.voicetelemetry.test.ReceivedSpan;

/**
 * How a span of the SDK has to arrive: with every value, and each of its type.
 */
final class AsReceived {

	/** Flags of OTLP: whether the parent is of another process is known. */
	private static final int PARENT_IS_KNOWN = 0x100;

	private static final int PARENT_IS_REMOTE = 0x200;

	private AsReceived() {
	}

	static ReceivedSpan of(SpanData span) {
		SpanContext parent = span.getParentSpanContext();
		List<ReceivedEvent> events = span.getEvents()
			.stream()
			.map((event) -> new ReceivedEvent(event.getName(), event.getEpochNanos(), map(event.getAttributes())))
			.toList();
		List<ReceivedLink> links = span.getLinks()
			.stream()
			.map((link) -> new ReceivedLink(link.getSpanContext().getTraceId(), link.getSpanContext().getSpanId(),
					map(link.getAttributes())))
			.toList();
		return new ReceivedSpan(span.getTraceId(), span.getSpanId(), parent.isValid() ? parent.getSpanId() : "",
				span.getName(), span.getKind().name(), span.getStartEpochNanos(), span.getEndEpochNanos(),
				map(span.getAttributes()), List.of(), events, links, span.getStatus().getStatusCode().name(),
				span.getStatus().getDescription(), span.getInstrumentationScopeInfo().getName(),
				map(span.getResource().getAttributes()), "", span.getSpanContext().getTraceFlags().asByte()
						| PARENT_IS_KNOWN | (parent.isRemote() ? PARENT_IS_REMOTE : 0));
	}

	private static Map<String, Object> map(Attributes attributes) {
		Map<String, Object> map = new LinkedHashMap<>();
		attributes.forEach((key, value) -> map.put(key.getKey(), value));
		return map;
	}

}

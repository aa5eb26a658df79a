package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span on its way to the backends.
 *
 * @param data the span
 * @param bytes how much memory it takes, about
 * @since 0.1
 */
public record EndedSpan(SpanData data, long bytes) {

	private static final int OF_A_SPAN = 600;

	private static final int OF_AN_ATTRIBUTE = 48;

	private static final int OF_AN_EVENT = 100;

	/**
	 * A span that has ended.
	 * @param data the span
	 * @return the span and its size
	 */
	static EndedSpan of(SpanData data) {
		long bytes = OF_A_SPAN + data.getName().length() + data.getStatus().getDescription().length()
				+ bytes(data.getAttributes());
		for (EventData event : data.getEvents()) {
			bytes += OF_AN_EVENT + event.getName().length() + bytes(event.getAttributes());
		}
		for (LinkData link : data.getLinks()) {
			bytes += OF_AN_EVENT + bytes(link.getAttributes());
		}
		return new EndedSpan(data, bytes);
	}

	/**
	 * This span under another parent.
	 * @param parent the parent, an invalid one for a root
	 * @return the span and its size
	 */
	EndedSpan under(SpanContext parent) {
		SpanData reparented = ReparentedSpan.of(this.data, parent);
		return (reparented != this.data) ? new EndedSpan(reparented, this.bytes) : this;
	}

	private static long bytes(Attributes attributes) {
		long[] bytes = new long[1];
		attributes.forEach((key, value) -> bytes[0] += OF_AN_ATTRIBUTE + bytes(value));
		return bytes[0];
	}

	private static long bytes(Object value) {
		if (value instanceof String text) {
			return text.length();
		}
		if (value instanceof List<?> list) {
			long bytes = 0;
			for (Object each : list) {
				bytes += OF_AN_ATTRIBUTE + bytes(each);
			}
			return bytes;
		}
		// Numbers are small. What else a library of the application may put here is not.
		return (value instanceof Number || value instanceof Boolean) ? 0 : value.toString().length();
	}

}

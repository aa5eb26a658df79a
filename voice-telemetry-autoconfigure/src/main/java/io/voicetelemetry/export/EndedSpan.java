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
		return of(data, 1);
	}

	/**
	 * A span that is kept for long: its texts count as if none of them were Latin, which
	 * take twice as much memory.
	 * @param data the span
	 * @return the span and the most it may take
	 */
	public static EndedSpan ofAtMost(SpanData data) {
		return of(data, 2);
	}

	private static EndedSpan of(SpanData data, int character) {
		long bytes = OF_A_SPAN
				+ (long) character * (data.getName().length() + data.getStatus().getDescription().length())
				+ bytes(data.getAttributes(), character);
		for (EventData event : data.getEvents()) {
			bytes += OF_AN_EVENT + (long) character * event.getName().length()
					+ bytes(event.getAttributes(), character);
		}
		for (LinkData link : data.getLinks()) {
			bytes += OF_AN_EVENT + bytes(link.getAttributes(), character);
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

	private static long bytes(Attributes attributes, int character) {
		long[] bytes = new long[1];
		attributes.forEach((key, value) -> bytes[0] += OF_AN_ATTRIBUTE + bytes(value, character));
		return bytes[0];
	}

	private static long bytes(Object value, int character) {
		if (value instanceof String text) {
			return (long) character * text.length();
		}
		if (value instanceof List<?> list) {
			long bytes = 0;
			for (Object each : list) {
				bytes += OF_AN_ATTRIBUTE + bytes(each, character);
			}
			return bytes;
		}
		// Numbers are small. What else a library of the application may put here is not.
		return (value instanceof Number || value instanceof Boolean) ? 0 : (long) character * value.toString().length();
	}

}

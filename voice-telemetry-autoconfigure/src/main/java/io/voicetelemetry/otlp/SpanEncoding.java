package io.voicetelemetry.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Encodes spans as OpenTelemetry's exporter does, byte for byte, but in one go: the
 * exporter first finds out how long everything will be. What is rare is left to it. Not
 * thread-safe.
 */
final class SpanEncoding {

	private static final int TRACE_ID = 1;

	private static final int SPAN_ID = 2;

	private static final int PARENT_SPAN_ID = 4;

	private static final int NAME = 5;

	private static final int KIND = 6;

	private static final int START_TIME_UNIX_NANO = 7;

	private static final int END_TIME_UNIX_NANO = 8;

	private static final int ATTRIBUTES = 9;

	private static final int DROPPED_ATTRIBUTES_COUNT = 10;

	private static final int EVENTS = 11;

	private static final int DROPPED_EVENTS_COUNT = 12;

	private static final int DROPPED_LINKS_COUNT = 14;

	private static final int STATUS = 15;

	private static final int FLAGS = 16;

	/** That it is known whether the parent is remote, and that it is. */
	private static final int PARENT_KNOWN = 0x100;

	private static final int PARENT_REMOTE = 0x200;

	/** Of an event. */
	private static final int EVENT_TIME_UNIX_NANO = 1;

	private static final int EVENT_NAME = 2;

	private static final int EVENT_ATTRIBUTES = 3;

	private static final int EVENT_DROPPED_ATTRIBUTES_COUNT = 4;

	/** Of a status. */
	private static final int MESSAGE = 2;

	private static final int CODE = 3;

	private final ProtobufOutput out;

	private final AttributeEncoding attributes;

	SpanEncoding(ProtobufOutput out) {
		this.out = out;
		this.attributes = new AttributeEncoding(out);
	}

	/**
	 * Adds the fields of a span.
	 * @return whether that was done: if not, what was added is of no use
	 */
	boolean write(SpanData span) {
		SpanContext context = span.getSpanContext();
		SpanContext parent = span.getParentSpanContext();
		if (!span.getLinks().isEmpty() || !context.getTraceState().isEmpty()) {
			return false;
		}
		this.out.writeId(TRACE_ID, span.getTraceId());
		this.out.writeId(SPAN_ID, span.getSpanId());
		if (parent.isValid()) {
			this.out.writeId(PARENT_SPAN_ID, parent.getSpanId());
		}
		this.out.writeText(NAME, span.getName());
		this.out.writeInteger(KIND, kind(span.getKind()));
		writeFixed64(START_TIME_UNIX_NANO, span.getStartEpochNanos());
		writeFixed64(END_TIME_UNIX_NANO, span.getEndEpochNanos());
		boolean complete = write(ATTRIBUTES, DROPPED_ATTRIBUTES_COUNT, span.getAttributes(),
				span.getTotalAttributeCount());
		for (EventData event : span.getEvents()) {
			complete &= write(event);
		}
		writeCount(DROPPED_EVENTS_COUNT, span.getTotalRecordedEvents() - span.getEvents().size());
		writeCount(DROPPED_LINKS_COUNT, span.getTotalRecordedLinks());
		write(span.getStatus());
		this.out.writeFixed32(FLAGS,
				(context.getTraceFlags().asByte() & 0xFF) | PARENT_KNOWN | (parent.isRemote() ? PARENT_REMOTE : 0));
		return complete;
	}

	private static int kind(SpanKind kind) {
		return switch (kind) {
			case INTERNAL -> 1;
			case SERVER -> 2;
			case CLIENT -> 3;
			case PRODUCER -> 4;
			case CONSUMER -> 5;
		};
	}

	private boolean write(int number, int numberOfDropped, Attributes attributes, int total) {
		boolean complete = this.attributes.write(number, attributes);
		writeCount(numberOfDropped, total - attributes.size());
		return complete;
	}

	private void writeCount(int number, int count) {
		if (count != 0) {
			this.out.writeInteger(number, Integer.toUnsignedLong(count));
		}
	}

	private void writeFixed64(int number, long value) {
		if (value != 0) {
			this.out.writeFixed64(number, value);
		}
	}

	private boolean write(EventData event) {
		int start = this.out.begin(EVENTS, 1);
		writeFixed64(EVENT_TIME_UNIX_NANO, event.getEpochNanos());
		this.out.writeText(EVENT_NAME, event.getName());
		boolean complete = write(EVENT_ATTRIBUTES, EVENT_DROPPED_ATTRIBUTES_COUNT, event.getAttributes(),
				event.getTotalAttributeCount());
		this.out.end(start, 1);
		return complete;
	}

	private void write(StatusData status) {
		int start = this.out.begin(STATUS, 1);
		this.out.writeText(MESSAGE, status.getDescription());
		switch (status.getStatusCode()) {
			case OK -> this.out.writeInteger(CODE, 1);
			case ERROR -> this.out.writeInteger(CODE, 2);
			default -> {
			}
		}
		this.out.end(start, 1);
	}

}

package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * A span without anything that may tell what was said: messages and transcripts, prompts
 * that a framework has put on it, and the messages of exceptions. Immutable.
 *
 * @since 0.1
 */
public final class SpanWithoutContent extends DelegatingSpanData {

	private final Attributes attributes;

	private final List<EventData> events;

	private final List<LinkData> links;

	private SpanWithoutContent(SpanData span) {
		super(span);
		this.attributes = filter(span.getAttributes());
		this.events = span.getEvents().stream().map(SpanWithoutContent::filter).toList();
		this.links = span.getLinks().stream().map(SpanWithoutContent::filter).toList();
	}

	/**
	 * A span without content.
	 * @param span a span that has ended, or is looked at before
	 * @return the same span, but for what was said
	 */
	public static SpanData of(SpanData span) {
		return new SpanWithoutContent(span);
	}

	private static Attributes filter(Attributes attributes) {
		return attributes.toBuilder().removeIf((key) -> TelemetryAttributes.isContent(key.getKey())).build();
	}

	private static LinkData filter(LinkData link) {
		return LinkData.create(link.getSpanContext(), filter(link.getAttributes()), link.getTotalAttributeCount());
	}

	private static EventData filter(EventData event) {
		Attributes kept = TelemetryAttributes.isContentEvent(event.getName()) ? Attributes.empty()
				: filter(event.getAttributes());
		return EventData.create(event.getEpochNanos(), event.getName(), kept, event.getTotalAttributeCount());
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

	@Override
	public StatusData getStatus() {
		return StatusData.create(super.getStatus().getStatusCode(), "");
	}

}

package io.voicetelemetry.dialect;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A span with another content, as a {@link SpanRewrite} has made it.
 */
final class RewrittenSpan extends DelegatingSpanData {

	private final String name;

	private final Attributes attributes;

	private final List<EventData> events;

	private final List<LinkData> links;

	private final StatusData status;

	RewrittenSpan(SpanData span, String name, Attributes attributes, List<EventData> events, List<LinkData> links,
			StatusData status) {
		super(span);
		this.name = name;
		this.attributes = attributes;
		this.events = events;
		this.links = links;
		this.status = status;
	}

	@Override
	public String getName() {
		return this.name;
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
		return this.status;
	}

	@Override
	public int getTotalRecordedEvents() {
		return this.events.size() + super.getTotalRecordedEvents() - super.getEvents().size();
	}

	@Override
	public int getTotalAttributeCount() {
		// What the SDK has dropped stays dropped.
		return this.attributes.size() + super.getTotalAttributeCount() - super.getAttributes().size();
	}

}

package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.session.UserIdAttributes;

/**
 * A span with the pseudonym of its user in place of the id: somebody may have put it
 * there, on the span or an event or link of it, who knows nothing of pseudonyms.
 */
final class PseudonymousSpan extends DelegatingSpanData {

	private final Attributes attributes;

	private final List<EventData> events;

	private final List<LinkData> links;

	private PseudonymousSpan(SpanData span, ContentPolicy policy) {
		super(span);
		this.attributes = UserIdAttributes.pseudonymous(span.getAttributes(), policy);
		this.events = span.getEvents().stream().map((event) -> pseudonymous(event, policy)).toList();
		this.links = span.getLinks().stream().map((link) -> pseudonymous(link, policy)).toList();
	}

	static SpanData of(SpanData span, ContentPolicy policy) {
		return policy.hasPseudonyms() ? new PseudonymousSpan(span, policy) : span;
	}

	private static EventData pseudonymous(EventData event, ContentPolicy policy) {
		Attributes attributes = UserIdAttributes.pseudonymous(event.getAttributes(), policy);
		return (attributes == event.getAttributes()) ? event
				: EventData.create(event.getEpochNanos(), event.getName(), attributes, event.getTotalAttributeCount());
	}

	private static LinkData pseudonymous(LinkData link, ContentPolicy policy) {
		Attributes attributes = UserIdAttributes.pseudonymous(link.getAttributes(), policy);
		return (attributes == link.getAttributes()) ? link
				: LinkData.create(link.getSpanContext(), attributes, link.getTotalAttributeCount());
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

}

package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Takes what was said off the spans of others before they are sent, where content may not
 * be recorded: prompts that a framework puts on its spans, and the messages of
 * exceptions. What other exporters of the application send is not ours to change.
 */
final class ForeignContentFilter {

	private ForeignContentFilter() {
	}

	/**
	 * A span as it may be sent.
	 */
	static SpanData filter(SpanData span) {
		return span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE) ? span
				: new WithoutContent(span);
	}

	private static Attributes withoutContent(Attributes attributes) {
		return attributes.toBuilder().removeIf((key) -> isContent(key.getKey())).build();
	}

	static boolean isContent(String key) {
		return TelemetryAttributes.ofString(key).sensitivity() == Sensitivity.CONTENT;
	}

	private static final class WithoutContent extends DelegatingSpanData {

		private final Attributes attributes;

		private final List<EventData> events;

		private final List<LinkData> links;

		WithoutContent(SpanData span) {
			super(span);
			this.attributes = withoutContent(span.getAttributes());
			this.events = span.getEvents().stream().map(WithoutContent::filter).toList();
			this.links = span.getLinks().stream().map(WithoutContent::filter).toList();
		}

		private static LinkData filter(LinkData link) {
			return LinkData.create(link.getSpanContext(), withoutContent(link.getAttributes()),
					link.getTotalAttributeCount());
		}

		private static EventData filter(EventData event) {
			// An event of the GenAI conventions for each message is nothing but content.
			Attributes kept = event.getName().startsWith("gen_ai.") ? Attributes.empty()
					: withoutContent(event.getAttributes());
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

}

package io.voicetelemetry.export;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Has what was said on the spans of others taken off before anybody is shown them, or
 * redacted, where it may be recorded and the application has redactors. On ours it is
 * redacted when it is recorded. Ids of callers become pseudonyms on both. Thread-safe.
 *
 * @since 0.1
 */
public final class ForeignContentRedaction implements UnaryOperator<SpanData> {

	private final Supplier<ContentPolicy> source;

	private volatile @Nullable ContentPolicy policy;

	/**
	 * A redaction.
	 * @param source what of the content may be shown; asked for when the first span is
	 * there
	 */
	public ForeignContentRedaction(Supplier<ContentPolicy> source) {
		this.source = source;
	}

	/**
	 * A span as it may be sent.
	 * @param span the span
	 * @return the span without what may not be seen
	 */
	@Override
	public SpanData apply(SpanData span) {
		ContentPolicy policy = policy();
		SpanData redacted = redacted(span, policy);
		return (policy != null) ? PseudonymousSpan.of(redacted, policy) : redacted;
	}

	/**
	 * Whether anything of what is said may be seen.
	 * @return {@code false} also as long as that is not known
	 */
	public boolean recordsContent() {
		ContentPolicy policy = policy();
		return policy != null && policy.captures();
	}

	private static SpanData redacted(SpanData span, @Nullable ContentPolicy policy) {
		if (OwnSpans.contain(span)) {
			return span;
		}
		if (policy == null || !policy.captures()) {
			return SpanWithoutContent.of(span);
		}
		return policy.redacts() ? new Redacted(span, policy) : span;
	}

	/**
	 * Asked for only now: redactors may need what sends spans itself.
	 */
	private @Nullable ContentPolicy policy() {
		ContentPolicy policy = this.policy;
		if (policy == null) {
			try {
				policy = this.source.get();
				this.policy = policy;
			}
			catch (RuntimeException ex) {
				// The application is still starting: nothing is said until then.
				return null;
			}
		}
		return policy;
	}

	private static final class Redacted extends DelegatingSpanData {

		private final Attributes attributes;

		private final List<EventData> events;

		private final List<LinkData> links;

		private final StatusData status;

		Redacted(SpanData span, ContentPolicy policy) {
			super(span);
			this.attributes = redacted(span.getAttributes(), false, policy);
			this.events = span.getEvents().stream().map((event) -> redacted(event, policy)).toList();
			this.links = span.getLinks()
				.stream()
				.map((link) -> LinkData.create(link.getSpanContext(), redacted(link.getAttributes(), false, policy),
						link.getTotalAttributeCount()))
				.toList();
			String description = policy.capture(span.getStatus().getDescription());
			this.status = StatusData.create(span.getStatus().getStatusCode(), (description != null) ? description : "");
		}

		private static EventData redacted(EventData event, ContentPolicy policy) {
			return EventData.create(event.getEpochNanos(), event.getName(),
					redacted(event.getAttributes(), TelemetryAttributes.isContentEvent(event.getName()), policy),
					event.getTotalAttributeCount());
		}

		private static Attributes redacted(Attributes attributes, boolean all, ContentPolicy policy) {
			AttributesBuilder redacted = attributes.toBuilder();
			attributes.forEach((key, value) -> {
				if (all || TelemetryAttributes.isContent(key.getKey())) {
					redact(redacted, key, value, policy);
				}
			});
			return redacted.build();
		}

		@SuppressWarnings("unchecked") // The values of a key are of its type.
		private static void redact(AttributesBuilder attributes, AttributeKey<?> key, Object value,
				ContentPolicy policy) {
			if (key.getType() == AttributeType.STRING) {
				attributes.put((AttributeKey<String>) key, captured((String) value, policy));
			}
			else if (key.getType() == AttributeType.STRING_ARRAY) {
				List<String> captured = ((List<String>) value).stream().map((text) -> captured(text, policy)).toList();
				if (policy.capturesTogether(captured)) {
					attributes.put((AttributeKey<List<String>>) key, captured);
				}
				else {
					attributes.remove(key);
				}
			}
			else if (!policy.captures(value)) {
				attributes.remove(key);
			}
		}

		/**
		 * Frameworks write what was said as JSON as often as not.
		 */
		private static String captured(String text, ContentPolicy policy) {
			return Objects.requireNonNullElse(policy.captureJson(text, Integer.MAX_VALUE), "");
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public List<LinkData> getLinks() {
			return this.links;
		}

		@Override
		public List<EventData> getEvents() {
			return this.events;
		}

		@Override
		public StatusData getStatus() {
			return this.status;
		}

	}

}

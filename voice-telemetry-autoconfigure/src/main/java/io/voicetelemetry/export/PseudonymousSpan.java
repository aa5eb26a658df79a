package io.voicetelemetry.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdKeys;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * A span with the pseudonym of its user in place of the id: somebody may have put it
 * there who knows nothing of pseudonyms.
 */
final class PseudonymousSpan extends DelegatingSpanData {

	private final Attributes attributes;

	private PseudonymousSpan(SpanData span, Attributes attributes) {
		super(span);
		this.attributes = attributes;
	}

	static SpanData of(SpanData span, ContentPolicy policy) {
		if (!policy.hasPseudonyms()) {
			return span;
		}
		Attributes attributes = span.getAttributes();
		AttributesBuilder changed = null;
		for (String name : UserIdKeys.ALL) {
			AttributeKey<String> key = TelemetryAttributes.ofString(name).key();
			String userId = attributes.get(key);
			if (userId != null && !policy.userId(userId).equals(userId)) {
				changed = (changed != null) ? changed : attributes.toBuilder();
				changed.put(key, policy.userId(userId));
			}
		}
		return (changed != null) ? new PseudonymousSpan(span, changed.build()) : span;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

}

package io.voicetelemetry.export;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span under another parent than the one it was started under.
 */
final class ReparentedSpan extends DelegatingSpanData {

	private final SpanContext parent;

	private ReparentedSpan(SpanData span, SpanContext parent) {
		super(span);
		this.parent = parent;
	}

	/**
	 * A span under a parent.
	 * @param parent the parent, an invalid one for a root
	 */
	static SpanData of(SpanData span, SpanContext parent) {
		return span.getParentSpanContext().getSpanId().equals(parent.getSpanId()) ? span
				: new ReparentedSpan(span, parent);
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

}

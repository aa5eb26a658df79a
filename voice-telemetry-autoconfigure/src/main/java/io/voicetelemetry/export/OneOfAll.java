package io.voicetelemetry.export;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span of a backend that is sent all of them.
 *
 * @param span the span
 */
record OneOfAll(ReadableSpan span) implements StartedSpan {

	@Override
	public SpanContext context() {
		return this.span.getSpanContext();
	}

	@Override
	public boolean hasEnded() {
		return this.span.hasEnded();
	}

	@Override
	public SpanData toSpanData() {
		return this.span.toSpanData();
	}

}

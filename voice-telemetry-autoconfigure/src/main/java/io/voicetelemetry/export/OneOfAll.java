package io.voicetelemetry.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

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
	public <T> @Nullable T attribute(AttributeKey<T> key) {
		return this.span.getAttribute(key);
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

package io.voicetelemetry.export;

import java.lang.ref.WeakReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span of a backend that is sent all of them. A span that nobody holds any more will
 * never end, so it is not held here either.
 */
final class OneOfAll extends WeakReference<ReadableSpan> implements StartedSpan {

	private final SpanContext context;

	/**
	 * A span.
	 * @param span the span
	 */
	OneOfAll(ReadableSpan span) {
		super(span);
		this.context = span.getSpanContext();
	}

	@Override
	public SpanContext context() {
		return this.context;
	}

	@Override
	public <T> @Nullable T attribute(AttributeKey<T> key) {
		ReadableSpan span = get();
		return (span != null) ? span.getAttribute(key) : null;
	}

	@Override
	public boolean hasEnded() {
		ReadableSpan span = get();
		return span == null || span.hasEnded();
	}

	@Override
	public @Nullable SpanData toSpanData() {
		ReadableSpan span = get();
		return (span != null) ? span.toSpanData() : null;
	}

}

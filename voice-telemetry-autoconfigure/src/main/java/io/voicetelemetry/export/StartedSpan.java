package io.voicetelemetry.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span that has started, as a backend would be sent it. Thread-safe.
 *
 * @since 0.1
 */
public interface StartedSpan {

	/**
	 * A span of a backend that is sent all of them.
	 * @param span the span
	 * @return the span
	 */
	static StartedSpan of(ReadableSpan span) {
		return new OneOfAll(span);
	}

	/**
	 * The ids of the span.
	 * @return the ids
	 */
	SpanContext context();

	/**
	 * One of its attributes, which takes less than all of them.
	 * @param key the attribute's key
	 * @param <T> the attribute's type
	 * @return the value, or {@code null} if there is none or the span is gone
	 */
	<T> @Nullable T attribute(AttributeKey<T> key);

	/**
	 * Whether it has ended, or never will.
	 * @return {@code true} if there is no need to look at it again
	 */
	boolean hasEnded();

	/**
	 * What the backend would be sent, should the span end as it is now.
	 * @return the span as it is now, or {@code null} if it is not known to be one that
	 * the backend is sent
	 */
	@Nullable SpanData toSpanData();

}

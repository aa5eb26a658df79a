package io.voicetelemetry.session;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * The context of a session that is the child of a span in another process: that span, and
 * that the session is sampled by its own rate. Not made from {@code Context.root()}, for
 * the same reason as {@link HandleContext}.
 */
final class RemoteContext implements Context {

	private final Span span;

	RemoteContext(SpanContext remote) {
		this.span = Span.wrap(remote);
	}

	@Override
	@SuppressWarnings("unchecked") // A key is its own type.
	public <V> @Nullable V get(ContextKey<V> key) {
		if (key == HandleContext.SPAN) {
			return (V) this.span;
		}
		return (key == VoiceContext.SAMPLING) ? (V) VoiceContext.Sampling.BY_RATE : null;
	}

	@Override
	public <V> Context with(ContextKey<V> key, V value) {
		return Context.root()
			.with(HandleContext.SPAN, this.span)
			.with(VoiceContext.SAMPLING, VoiceContext.Sampling.BY_RATE)
			.with(key, value);
	}

}

package io.voicetelemetry.session;

import java.util.function.Function;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.logging.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of a handle: its span, its baggage and itself, and nothing else.
 * <p>
 * Not made from {@code Context.current()}: inside an open Micrometer observation that
 * would make the next span of Spring AI a child of the HTTP request. And not from
 * {@code Context.root()} either: under the OpenTelemetry Java agent that is a bridge to
 * the agent's contexts, which swallows the spans of any other SDK, so that children would
 * be roots.
 */
final class HandleContext implements Context {

	static final ContextKey<Span> SPAN = new KeyFinder<Span>().find(Span.getInvalid()::storeInContext);

	private static final ContextKey<Baggage> BAGGAGE = new KeyFinder<Baggage>().find(Baggage.empty()::storeInContext);

	/** Whether contexts are the Java agent's. */
	private static final boolean BRIDGED = !Context.root()
		.getClass()
		.getPackageName()
		.equals(Context.class.getPackageName());

	private final SpanHandle handle;

	private final Baggage baggage;

	HandleContext(SpanHandle handle, Baggage baggage) {
		this.handle = handle;
		this.baggage = baggage;
	}

	Baggage baggage() {
		return this.baggage;
	}

	@Override
	@SuppressWarnings("unchecked") // A key is its own type.
	public <V> @Nullable V get(ContextKey<V> key) {
		if (key == VoiceContext.HANDLE) {
			return (V) this.handle;
		}
		if (key == SPAN) {
			return (V) this.handle.span;
		}
		return (key == BAGGAGE && !this.baggage.isEmpty()) ? (V) this.baggage : null;
	}

	@Override
	public <V> Context with(ContextKey<V> key, V value) {
		if (BRIDGED) {
			return new ExtendedContext(this, key, value);
		}
		return Context.root()
			.with(BAGGAGE, this.baggage)
			.with(SPAN, this.handle.span)
			.with(VoiceContext.HANDLE, this.handle)
			.with(key, value);
	}

	@Override
	public Scope makeCurrent() {
		Scope scope = Context.super.makeCurrent();
		SessionHandle session = this.handle.session;
		if (session == null || !this.handle.recorder.logContext()) {
			return scope;
		}
		try {
			LogContext log = LogContext.of(session.id(), this.handle.traceId(), this.handle.spanId(),
					this.handle.speechId);
			return () -> {
				close(log);
				scope.close();
			};
		}
		catch (Throwable ex) {
			logContextFailed(ex);
			return scope;
		}
	}

	private void close(LogContext log) {
		try {
			log.close();
		}
		catch (Throwable ex) {
			logContextFailed(ex);
		}
	}

	/**
	 * Whatever keeps the log's context is not ours.
	 */
	private void logContextFailed(Throwable error) {
		this.handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Telling the log where it is", error);
	}

	@Override
	public String toString() {
		return "HandleContext[" + this.handle + "]";
	}

	/**
	 * Finds the key under which OpenTelemetry keeps something, which it does not tell.
	 */
	private static final class KeyFinder<T> implements Context {

		private @Nullable ContextKey<?> found;

		@SuppressWarnings("unchecked") // What is stored is of the key's type.
		ContextKey<T> find(Function<Context, Context> store) {
			store.apply(this);
			if (this.found == null) {
				throw new IllegalStateException("OpenTelemetry stored nothing");
			}
			return (ContextKey<T>) this.found;
		}

		@Override
		public <V> @Nullable V get(ContextKey<V> key) {
			return null;
		}

		@Override
		public <V> Context with(ContextKey<V> key, V value) {
			this.found = key;
			return this;
		}

	}

}

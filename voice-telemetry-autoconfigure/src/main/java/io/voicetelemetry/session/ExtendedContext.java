package io.voicetelemetry.session;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * A context with one value more. The OpenTelemetry Java agent refuses contexts of its own
 * inside those of others, and throws that at whoever adds a value, so
 * {@code Context.root()} cannot be built upon there.
 */
final class ExtendedContext implements Context {

	private final Context context;

	private final ContextKey<?> key;

	private final Object value;

	ExtendedContext(Context context, ContextKey<?> key, Object value) {
		this.context = context;
		this.key = key;
		this.value = value;
	}

	@Override
	@SuppressWarnings("unchecked") // A key is its own type.
	public <V> @Nullable V get(ContextKey<V> key) {
		return (key == this.key) ? (V) this.value : this.context.get(key);
	}

	@Override
	public <V> Context with(ContextKey<V> key, V value) {
		// What is replaced is not kept.
		return new ExtendedContext((key == this.key) ? this.context : this, key, value);
	}

}

package io.voicetelemetry.integration.propagation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Has Micrometer's context propagation take the context of a call along to other threads:
 * one registration of an application, which lasts until it is closed. The registry is the
 * process's, so all applications in it share what is registered there. Thread-safe.
 *
 * @since 0.1
 */
public final class ContextPropagation implements AutoCloseable {

	private static final Object LOCK = new Object();

	/** How many registrations there are. */
	private static int users;

	private static @Nullable VoiceContextAccessor accessor;

	private boolean open;

	private ContextPropagation(boolean open) {
		this.open = open;
	}

	/**
	 * Registers, unless somebody takes OpenTelemetry's context along already.
	 * @return the registration, to be closed
	 */
	public static ContextPropagation register() {
		synchronized (LOCK) {
			if (accessor == null) {
				ContextRegistry registry = ContextRegistry.getInstance();
				if (isTakenAlong(registry)) {
					return new ContextPropagation(false);
				}
				VoiceContextAccessor made = new VoiceContextAccessor(ContextPropagation::removeIfUnused);
				registry.registerThreadLocalAccessor(made);
				accessor = made;
			}
			accessor.retire(false);
			users++;
			return new ContextPropagation(true);
		}
	}

	/**
	 * Whether it is this project that takes the context along, and not an accessor of the
	 * application's own.
	 * @return {@code true} if it is, as long as this is not closed
	 */
	public boolean isActive() {
		synchronized (LOCK) {
			return this.open;
		}
	}

	@Override
	public void close() {
		synchronized (LOCK) {
			if (!this.open) {
				return;
			}
			this.open = false;
			if (--users == 0 && accessor != null) {
				accessor.retire(true);
				removeIfUnused();
			}
		}
	}

	/**
	 * What is still attached on some thread is undone through the registry, too.
	 */
	private static void removeIfUnused() {
		synchronized (LOCK) {
			if (accessor != null && accessor.isRetired() && !accessor.isInUse()) {
				ContextRegistry.getInstance().removeThreadLocalAccessor(VoiceContextAccessor.KEY);
				accessor = null;
			}
		}
	}

	/**
	 * By asking: the type of what an accessor is for may not be known of its class.
	 */
	private static boolean isTakenAlong(ContextRegistry registry) {
		ContextKey<String> key = ContextKey.named("voice-telemetry-probe");
		try (Scope scope = Context.root().with(key, "probe").makeCurrent()) {
			return registry.getThreadLocalAccessors()
				.stream()
				.anyMatch((accessor) -> valueOf(accessor) instanceof Context context && context.get(key) != null);
		}
	}

	private static @Nullable Object valueOf(ThreadLocalAccessor<?> accessor) {
		try {
			return accessor.getValue();
		}
		catch (Exception | LinkageError ex) {
			return null;
		}
	}

}

package io.voicetelemetry.integration.propagation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Allowed ids as a W3C {@code baggage} of their own.
 */
final class BaggageText {

	/** As much as the W3C specification asks a platform to pass on. */
	private static final int MAX_LENGTH = 8192;

	/** As long as those that are propagated with requests. */
	private static final int MAX_VALUE = 256;

	private BaggageText() {
	}

	/**
	 * What a context has of some ids.
	 */
	static String write(Context context, Set<String> ids) {
		Baggage baggage = ids.isEmpty() ? Baggage.empty() : Baggage.fromContext(context);
		BaggageBuilder allowed = Baggage.builder();
		baggage.forEach((name, entry) -> {
			if (ids.contains(name)) {
				allowed.put(name, entry.getValue());
			}
		});
		StringBuilder text = new StringBuilder();
		W3CBaggagePropagator.getInstance()
			.inject(new HeldBaggage(allowed.build()), text, (carrier, key, value) -> text.append(value));
		return text.toString();
	}

	/**
	 * What a text has of some ids.
	 * @return the ids by name, or {@code null} if the text is too long to be read
	 */
	static @Nullable Map<String, String> read(String text, Set<String> ids) {
		if (text.length() > MAX_LENGTH) {
			return null;
		}
		HeldBaggage held = new HeldBaggage(Baggage.empty());
		Context read = W3CBaggagePropagator.getInstance().extract(held, text, SingleText.INSTANCE);
		Map<String, String> allowed = new LinkedHashMap<>();
		Baggage.fromContext(read).forEach((name, entry) -> {
			String value = entry.getValue();
			if (ids.contains(name) && !value.isBlank() && value.length() <= MAX_VALUE) {
				allowed.put(name, value);
			}
		});
		return allowed;
	}

	/**
	 * A context that is nothing but baggage, in no relation to any thread's.
	 */
	private static final class HeldBaggage implements Context {

		private final Baggage baggage;

		HeldBaggage(Baggage baggage) {
			this.baggage = baggage;
		}

		@Override
		@SuppressWarnings("unchecked") // Only baggage is ever asked for.
		public <V> @Nullable V get(ContextKey<V> key) {
			return (V) this.baggage;
		}

		@Override
		public <V> Context with(ContextKey<V> key, V value) {
			return (value instanceof Baggage baggage) ? new HeldBaggage(baggage) : this;
		}

	}

	/**
	 * Gives the text whatever is asked for.
	 */
	private enum SingleText implements TextMapGetter<String> {

		INSTANCE;

		@Override
		public Iterable<String> keys(String carrier) {
			return List.of(RemoteCalls.BAGGAGE);
		}

		@Override
		public @Nullable String get(@Nullable String carrier, String key) {
			return carrier;
		}

	}

}

package io.voicetelemetry.session;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.Sensitivity;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the application's own on one span: which there are, and of what kind
 * a new one is.
 */
final class ApplicationAttributes {

	/**
	 * How many an application may add to one span. OpenTelemetry keeps the first 128 of a
	 * span and drops the rest in silence: without this bound, usage and outcome, which
	 * come last, would be what is lost.
	 */
	static final int MAX = 64;

	/**
	 * How many of this project's table an application may set on one span before they
	 * count among its own.
	 */
	static final int MAX_LISTED = 24;

	/** No key that means something is longer. */
	static final int MAX_KEY_LENGTH = 256;

	/** For what is written here of itself: no stage has more than 33. */
	private static final int OWN = 36;

	private static final int OF_A_SPAN = 128;

	private static final AtomicIntegerFieldUpdater<ApplicationAttributes> COUNT = AtomicIntegerFieldUpdater
		.newUpdater(ApplicationAttributes.class, "count");

	private volatile int count;

	/** Written without a lock: under races one may be missing, and is counted again. */
	private @Nullable String[] keys = new String[4];

	/**
	 * How many there may be on a span that has some from the configuration.
	 */
	static int max(int configured) {
		return Math.min(MAX, OF_A_SPAN - OWN - MAX_LISTED - configured);
	}

	/**
	 * Whether a key may be put on the span: one that is there already always may.
	 */
	boolean admit(String key, int max) {
		@Nullable String[] keys = this.keys;
		for (String each : keys) {
			if (key.equals(each)) {
				return true;
			}
		}
		if (key.length() > MAX_KEY_LENGTH) {
			return false;
		}
		int index = (this.count < max) ? COUNT.getAndIncrement(this) : max;
		if (index >= max) {
			return false;
		}
		if (index >= keys.length) {
			keys = Arrays.copyOf(keys, Math.min(index * 2, max));
			this.keys = keys;
		}
		keys[index] = key;
		return true;
	}

	static @Nullable TelemetryAttribute<String> ofString(String key) {
		return of(AttributeKey.stringKey(key));
	}

	static @Nullable TelemetryAttribute<Long> ofLong(String key) {
		return of(AttributeKey.longKey(key));
	}

	static @Nullable TelemetryAttribute<Double> ofDouble(String key) {
		return of(AttributeKey.doubleKey(key));
	}

	static @Nullable TelemetryAttribute<Boolean> ofBoolean(String key) {
		return of(AttributeKey.booleanKey(key));
	}

	/**
	 * A text that is content because the application says so.
	 */
	static @Nullable TelemetryAttribute<String> ofContent(String key) {
		TelemetryAttribute<String> attribute = ofString(key);
		return (attribute != null && !attribute.isContent()) ? TelemetryAttribute.content(attribute.key()) : attribute;
	}

	/**
	 * The attribute with a key, or {@code null} if the table of this project has it with
	 * another type.
	 */
	@SuppressWarnings("unchecked") // The same key has the same type.
	private static <T> @Nullable TelemetryAttribute<T> of(AttributeKey<T> key) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
		if (known == null) {
			return TelemetryAttribute.of(key,
					ContentKeys.namesContent(key.getKey()) ? Sensitivity.CONTENT : Sensitivity.SAFE);
		}
		return known.key().equals(key) ? (TelemetryAttribute<T>) known : null;
	}

}

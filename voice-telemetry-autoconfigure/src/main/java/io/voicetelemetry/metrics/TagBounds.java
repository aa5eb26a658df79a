package io.voicetelemetry.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of values of each tag bounded: a backend of meters pays for each of
 * them, forever. Thread-safe; a value that is known costs no lock.
 */
final class TagBounds {

	/** What a value is that is not known. */
	static final String NONE = "none";

	/** What values are that exceed a bound. */
	static final String OTHER = "other";

	private static final Logger logger = LoggerFactory.getLogger(VoiceMeters.class);

	/** Longest value of a tag, in characters. */
	static final int MAX_LENGTH = 200;

	private final int maxValues;

	private final Map<String, Values> byKey = new ConcurrentHashMap<>();

	/**
	 * Bounds for tags.
	 * @param maxValues most values of each, without "none" and "other"
	 */
	TagBounds(int maxValues) {
		this.maxValues = maxValues;
	}

	/**
	 * Checks bounds.
	 * @throws IllegalArgumentException if one is less than 1
	 */
	static void check(int maxTagValues, int maxCombinations) {
		if (maxTagValues < 1) {
			throw new IllegalArgumentException("maxTagValues must be at least 1 but is " + maxTagValues);
		}
		if (maxCombinations < 1) {
			throw new IllegalArgumentException("maxCombinations must be at least 1 but is " + maxCombinations);
		}
	}

	/**
	 * A value as a tag may have it: never blank, which some registries refuse, and not
	 * too long.
	 */
	static String clean(@Nullable String value) {
		if (value == null || value.isBlank()) {
			return NONE;
		}
		if (value.length() <= MAX_LENGTH) {
			return value;
		}
		// Half a character could not be encoded.
		return value.substring(0,
				Character.isHighSurrogate(value.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
	}

	/**
	 * The value, or "other" if the tag has too many already.
	 */
	String bounded(String key, String value) {
		if (value.equals(NONE) || value.equals(OTHER)) {
			return value;
		}
		Values values = this.byKey.get(key);
		if (values == null) {
			values = this.byKey.computeIfAbsent(key, Values::new);
		}
		return values.contains(value) ? value : OTHER;
	}

	private final class Values {

		private final String key;

		private final Set<String> known = ConcurrentHashMap.newKeySet();

		private final AtomicBoolean full = new AtomicBoolean();

		Values(String key) {
			this.key = key;
		}

		boolean contains(String value) {
			if (this.known.contains(value)) {
				return true;
			}
			if (this.full.get()) {
				return false;
			}
			boolean added = add(value);
			if (!added && this.full.compareAndSet(false, true)) {
				// The value itself may be a secret.
				logger.warn("The tag '{}' of meters has more than {} values: further ones become '{}'", this.key,
						TagBounds.this.maxValues, OTHER);
			}
			return added;
		}

		private synchronized boolean add(String value) {
			return this.known.contains(value)
					|| (this.known.size() < TagBounds.this.maxValues && this.known.add(value));
		}

	}

}

package io.voicetelemetry.stream;

/**
 * What is read of the items of one stream. Told by one thread at a time; only the end may
 * come from another thread at the same time. What it throws is counted and disturbs
 * nothing.
 *
 * @since 0.1
 */
public interface ItemReading {

	/**
	 * Reads nothing.
	 */
	ItemReading NONE = (item) -> {
	};

	/**
	 * Reads an item as it passes.
	 * @param item the item
	 */
	void item(Object item);

	/**
	 * Told after the last item, however the stream ended, before the span ends.
	 */
	default void end() {
	}

	/**
	 * Whether the items tell all that there is to know, so that the last is not read as a
	 * result, too.
	 * @return {@code true} if they do
	 */
	default boolean tellsAll() {
		return false;
	}

}

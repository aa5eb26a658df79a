package io.voicetelemetry.usage;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.UsageKind;
import org.jspecify.annotations.Nullable;

/**
 * What has a row of its own.
 */
record RowKey(UsageKind kind, String provider, String model) {

	/** Names stay in memory for as long as the rows. */
	private static final int MAX_LENGTH = 1024;

	static RowKey of(UsageKind kind, MetricsOrigin origin) {
		return new RowKey(kind, orEmpty(origin.provider()), orEmpty(origin.model()));
	}

	/**
	 * The row of all that gets none. A model of that very name shares it: nobody could
	 * tell the two rows apart.
	 */
	static RowKey overflow(UsageKind kind) {
		return new RowKey(kind, ModelUsage.OTHER, ModelUsage.OTHER);
	}

	boolean isOverflow() {
		return this.provider.equals(ModelUsage.OTHER) && this.model.equals(ModelUsage.OTHER);
	}

	private static String orEmpty(@Nullable String name) {
		if (name == null) {
			return "";
		}
		return (name.length() <= MAX_LENGTH) ? name : name.substring(0, MAX_LENGTH);
	}

}

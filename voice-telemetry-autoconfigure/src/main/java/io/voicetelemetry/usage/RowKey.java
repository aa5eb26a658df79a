package io.voicetelemetry.usage;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.UsageKind;
import org.jspecify.annotations.Nullable;

/**
 * What has a row of its own.
 */
record RowKey(UsageKind kind, String provider, String model) {

	/** Names stay in memory for as long as the rows. */
	private static final int MAX_LENGTH = 1024;

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

	boolean is(UsageKind kind, String provider, String model) {
		return this.kind == kind && this.model.equals(model) && this.provider.equals(provider);
	}

	/**
	 * Where a row is looked for, without making its key.
	 */
	static int hash(UsageKind kind, String provider, String model) {
		int hash = (model.hashCode() * 31 + provider.hashCode()) * 31 + kind.ordinal();
		return hash ^ (hash >>> 16);
	}

	/**
	 * A name as a key has it.
	 */
	static String name(@Nullable String name) {
		if (name == null) {
			return "";
		}
		return (name.length() <= MAX_LENGTH) ? name : name.substring(0, MAX_LENGTH);
	}

}

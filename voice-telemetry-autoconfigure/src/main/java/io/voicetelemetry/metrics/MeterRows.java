package io.voicetelemetry.metrics;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The meters of the table, by their tags. Thread-safe.
 */
final class MeterRows {

	/** By the ordinal of their tags. */
	private final MeterFamily[] families;

	MeterRows(MeterFactory factory, int maxTagValues, int maxCombinations) {
		TagBounds bounds = new TagBounds(maxTagValues);
		this.families = Arrays.stream(TagSet.values())
			.map((tagSet) -> new MeterFamily(VoiceMeter.namesOf(tagSet), tagSet.tags(), bounds, maxCombinations,
					(tags) -> new MeterRow(factory, tags, VoiceMeter.slots(tagSet))))
			.toArray(MeterFamily[]::new);
	}

	/**
	 * The meters with a combination of values.
	 * @param tagSet the tags
	 * @param values their values, in order; {@code null} is unknown
	 * @return the row
	 */
	MeterRow get(TagSet tagSet, @Nullable String... values) {
		return this.families[tagSet.ordinal()].row(values);
	}

}

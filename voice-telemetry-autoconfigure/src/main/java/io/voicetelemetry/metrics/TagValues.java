package io.voicetelemetry.metrics;

import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * A combination of values of tags, in the order of the tags.
 */
final class TagValues {

	private final @Nullable String[] values;

	private final int hash;

	TagValues(@Nullable String[] values) {
		this.values = values;
		this.hash = Arrays.hashCode(values);
	}

	/**
	 * The same with values that the bounds allow.
	 */
	TagValues within(TagBounds bounds, List<MeterTag> tags) {
		@Nullable String[] bounded = new String[this.values.length];
		for (int i = 0; i < bounded.length; i++) {
			MeterTag tag = tags.get(i);
			String value = TagBounds.clean(this.values[i]);
			bounded[i] = tag.open() ? bounds.bounded(tag.key(), value) : value;
		}
		return new TagValues(bounded);
	}

	/**
	 * The same with "other" for every value that comes from outside.
	 */
	TagValues withOthers(List<MeterTag> tags) {
		@Nullable String[] others = this.values.clone();
		for (int i = 0; i < others.length; i++) {
			if (tags.get(i).open()) {
				others[i] = TagBounds.OTHER;
			}
		}
		return new TagValues(others);
	}

	/**
	 * Whether no value is so long that it is better not kept.
	 */
	boolean isShort() {
		for (String value : this.values) {
			if (value != null && value.length() > TagBounds.MAX_LENGTH) {
				return false;
			}
		}
		return true;
	}

	Tags toTags(List<MeterTag> tags) {
		Tag[] result = new Tag[this.values.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = Tag.of(tags.get(i).key(), TagBounds.clean(this.values[i]));
		}
		return Tags.of(result);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TagValues that && this.hash == that.hash && Arrays.equals(this.values, that.values);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}

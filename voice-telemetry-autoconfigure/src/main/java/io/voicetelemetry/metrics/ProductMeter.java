package io.voicetelemetry.metrics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A meter of the application's own, whose tags are those of the first call.
 *
 * @param spec what it is
 * @param keys its tags
 * @param family its rows, each with one meter
 */
record ProductMeter(MeterSpec spec, List<MeterTag> keys, MeterFamily family) {

	/**
	 * Records a value.
	 * @param value the value
	 * @param tags keys and values by turns
	 * @param meters is told of tags that the meter does not have
	 */
	void record(double value, @Nullable String[] tags, ProductMeters meters) {
		MeterRow row = this.family.row(values(tags, meters));
		if (this.spec.kind() == MeterKind.COUNTER) {
			row.count(this.spec, value);
		}
		else {
			row.record(this.spec, value);
		}
	}

	private @Nullable String[] values(@Nullable String[] tags, ProductMeters meters) {
		@Nullable String[] values = new String[this.keys.size()];
		for (int i = 0; i < tags.length; i += 2) {
			int index = indexOf(tags[i], i / 2);
			if (index >= 0) {
				values[index] = tags[i + 1];
			}
			else {
				meters.complainOfTag(this.spec.name());
			}
		}
		return values;
	}

	/**
	 * Where a tag stands: nearly always where it stood the first time.
	 */
	private int indexOf(@Nullable String key, int expected) {
		if (expected < this.keys.size() && this.keys.get(expected).key().equals(key)) {
			return expected;
		}
		for (int i = 0; i < this.keys.size(); i++) {
			if (this.keys.get(i).key().equals(key)) {
				return i;
			}
		}
		return -1;
	}

}

package io.voicetelemetry.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of meters with the same tags, one for each combination of values, up to a
 * bound. Beyond it, tags whose values come from outside are "other". Thread-safe; a
 * combination that is known costs one lookup and no lock.
 */
final class MeterFamily {

	private static final Logger logger = LoggerFactory.getLogger(VoiceMeters.class);

	private final String name;

	private final List<MeterTag> tags;

	private final TagBounds bounds;

	private final int maxCombinations;

	private final Function<Tags, MeterRow> newRow;

	/** By values as they came: spares to look at each of them. */
	private final Map<TagValues, MeterRow> shortcuts = new ConcurrentHashMap<>();

	/** By values within the bounds. */
	private final Map<TagValues, MeterRow> rows = new ConcurrentHashMap<>();

	/** By values of which those from outside are "other". */
	private final Map<TagValues, MeterRow> others = new ConcurrentHashMap<>();

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean full;

	private volatile boolean noMoreShortcuts;

	/**
	 * A family.
	 * @param name what it is called in the log
	 * @param tags the tags
	 * @param bounds the bounds of their values
	 * @param maxCombinations most combinations of values
	 * @param newRow makes the row of a combination
	 */
	MeterFamily(String name, List<MeterTag> tags, TagBounds bounds, int maxCombinations,
			Function<Tags, MeterRow> newRow) {
		this.name = name;
		this.tags = tags;
		this.bounds = bounds;
		this.maxCombinations = maxCombinations;
		this.newRow = newRow;
	}

	/**
	 * The meters of a combination.
	 * @param values the values in the order of the tags; {@code null} is unknown
	 * @return the row
	 */
	MeterRow row(@Nullable String... values) {
		TagValues key = new TagValues(values);
		MeterRow row = this.shortcuts.get(key);
		return (row != null) ? row : find(key);
	}

	private MeterRow find(TagValues key) {
		TagValues bounded = key.within(this.bounds, this.tags);
		MeterRow row = this.rows.get(bounded);
		if (row == null) {
			row = this.full ? null : add(bounded);
			if (row == null) {
				this.full = true;
				tellOnceThatItIsFull();
				return other(bounded);
			}
		}
		if (!this.noMoreShortcuts && key.isShort()) {
			addShortcut(key, row);
		}
		return row;
	}

	private synchronized @Nullable MeterRow add(TagValues bounded) {
		MeterRow row = this.rows.get(bounded);
		if (row == null && this.rows.size() < this.maxCombinations) {
			row = this.newRow.apply(bounded.toTags(this.tags));
			this.rows.put(bounded, row);
		}
		return row;
	}

	private synchronized void addShortcut(TagValues key, MeterRow row) {
		if (this.shortcuts.size() < this.maxCombinations) {
			this.shortcuts.put(key, row);
		}
		else {
			this.noMoreShortcuts = true;
		}
	}

	private MeterRow other(TagValues bounded) {
		TagValues others = bounded.withOthers(this.tags);
		MeterRow row = this.others.get(others);
		return (row != null) ? row
				: this.others.computeIfAbsent(others, (values) -> this.newRow.apply(values.toTags(this.tags)));
	}

	private void tellOnceThatItIsFull() {
		if (this.told.compareAndSet(false, true)) {
			logger.warn("The meters of '{}' have more than {} combinations of tags: in further ones, {} become '{}'",
					this.name, this.maxCombinations,
					this.tags.stream().filter(MeterTag::open).map(MeterTag::key).toList(), TagBounds.OTHER);
		}
	}

}

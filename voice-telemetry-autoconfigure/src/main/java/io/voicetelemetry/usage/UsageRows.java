package io.voicetelemetry.usage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.UsageKind;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a collector, up to a bound; what gets none goes to the row of its kind
 * whose provider and model are {@link ModelUsage#OTHER}. Rows are only ever added, and
 * one that is there is found without a lock and without making a key. Thread-safe.
 */
final class UsageRows {

	private static final Comparator<UsageRow> ORDER = Comparator.comparing((UsageRow row) -> row.key().kind())
		.thenComparing((row) -> row.key().isOverflow())
		.thenComparing(UsageRow::position);

	private static final int FIRST_LENGTH = 8;

	private final int maxRows;

	/**
	 * Rows where their hash says or, if that is taken, thereafter. A power of 2 long and
	 * never more than half full.
	 */
	private volatile AtomicReferenceArray<@Nullable UsageRow> table = new AtomicReferenceArray<>(FIRST_LENGTH);

	/** Whether all rows are taken: from then on no key gets one. */
	private volatile boolean full;

	private int size;

	private int rowsTaken;

	UsageRows(int maxRows) {
		this.maxRows = maxRows;
	}

	/**
	 * The row of a kind of use of an event's model.
	 */
	UsageRow of(UsageKind kind, MetricsOrigin origin) {
		return row(kind, RowKey.name(origin.provider()), RowKey.name(origin.model()));
	}

	private UsageRow row(UsageKind kind, String provider, String model) {
		// Asked before the row: a key without one gets none once this is true.
		boolean full = this.full;
		UsageRow row = find(kind, provider, model);
		if (row != null) {
			return row;
		}
		RowKey key = new RowKey(kind, provider, model);
		return (full && !key.isOverflow()) ? row(kind, ModelUsage.OTHER, ModelUsage.OTHER) : newRow(key);
	}

	private @Nullable UsageRow find(UsageKind kind, String provider, String model) {
		AtomicReferenceArray<@Nullable UsageRow> table = this.table;
		int last = table.length() - 1;
		for (int i = RowKey.hash(kind, provider, model) & last;; i = (i + 1) & last) {
			UsageRow row = table.getAcquire(i);
			if (row == null || row.key().is(kind, provider, model)) {
				return row;
			}
		}
	}

	private synchronized UsageRow newRow(RowKey key) {
		UsageRow row = find(key.kind(), key.provider(), key.model());
		if (row != null) {
			return row;
		}
		if (this.full && !key.isOverflow()) {
			return newRow(RowKey.overflow(key.kind()));
		}
		row = new UsageRow(key, this.size);
		add(row);
		if (!key.isOverflow()) {
			this.rowsTaken++;
			this.full = this.rowsTaken >= this.maxRows;
		}
		return row;
	}

	private void add(UsageRow row) {
		this.size++;
		if (2 * this.size > this.table.length()) {
			AtomicReferenceArray<@Nullable UsageRow> larger = new AtomicReferenceArray<>(2 * this.table.length());
			for (UsageRow each : all()) {
				put(each, larger);
			}
			put(row, larger);
			this.table = larger;
		}
		else {
			put(row, this.table);
		}
	}

	private static void put(UsageRow row, AtomicReferenceArray<@Nullable UsageRow> table) {
		int last = table.length() - 1;
		RowKey key = row.key();
		int place = RowKey.hash(key.kind(), key.provider(), key.model()) & last;
		while (table.getAcquire(place) != null) {
			place = (place + 1) & last;
		}
		table.setRelease(place, row);
	}

	private List<UsageRow> all() {
		AtomicReferenceArray<@Nullable UsageRow> table = this.table;
		List<UsageRow> rows = new ArrayList<>();
		for (int i = 0; i < table.length(); i++) {
			UsageRow row = table.getAcquire(i);
			if (row != null) {
				rows.add(row);
			}
		}
		return rows;
	}

	List<ModelUsage> snapshots() {
		return all().stream().sorted(ORDER).map(UsageRow::snapshot).toList();
	}

}

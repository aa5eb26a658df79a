package io.voicetelemetry.spool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where in the journal the record of each open span is. Open addressing without objects,
 * so that a span costs 27 to 54 bytes. Not thread-safe.
 */
final class WillTable {

	private static final int SMALLEST = 16;

	private long[] spanIds = new long[SMALLEST];

	/** A position is never 0: there the file's own header is. */
	private long[] positions = new long[SMALLEST];

	private int[] lengths = new int[SMALLEST];

	private int size;

	/**
	 * Adds a record, in the place of the one that the span had.
	 */
	void put(long spanId, long position, int length) {
		if (this.size * 4L >= this.spanIds.length * 3L) {
			resize(this.spanIds.length * 2);
		}
		int slot = slot(spanId);
		this.size += (this.positions[slot] == 0) ? 1 : 0;
		this.spanIds[slot] = spanId;
		this.positions[slot] = position;
		this.lengths[slot] = length;
	}

	/**
	 * The record of a span.
	 * @return null if it has none
	 */
	@Nullable RecordHeader get(long spanId) {
		int slot = slot(spanId);
		return (this.positions[slot] != 0) ? record(slot) : null;
	}

	void remove(long spanId) {
		int slot = slot(spanId);
		if (this.positions[slot] == 0) {
			return;
		}
		this.positions[slot] = 0;
		this.size--;
		closeGap(slot);
		if (this.spanIds.length > SMALLEST && this.size * 8L < this.spanIds.length) {
			resize(this.spanIds.length / 2);
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * All records, oldest first.
	 */
	List<RecordHeader> records() {
		List<RecordHeader> records = new ArrayList<>(this.size);
		for (int slot = 0; slot < this.positions.length; slot++) {
			if (this.positions[slot] != 0) {
				records.add(record(slot));
			}
		}
		records.sort(Comparator.comparingLong(RecordHeader::position));
		return records;
	}

	/**
	 * Moves those back which stand behind the slot because it was taken.
	 */
	private void closeGap(int removed) {
		int mask = this.positions.length - 1;
		int gap = removed;
		for (int slot = (gap + 1) & mask; this.positions[slot] != 0; slot = (slot + 1) & mask) {
			int home = home(this.spanIds[slot]);
			if (((slot - home) & mask) >= ((slot - gap) & mask)) {
				this.spanIds[gap] = this.spanIds[slot];
				this.positions[gap] = this.positions[slot];
				this.lengths[gap] = this.lengths[slot];
				this.positions[slot] = 0;
				gap = slot;
			}
		}
	}

	private RecordHeader record(int slot) {
		return new RecordHeader(this.positions[slot], this.lengths[slot], 1, this.spanIds[slot], false);
	}

	private int slot(long spanId) {
		int mask = this.positions.length - 1;
		int slot = home(spanId);
		while (this.positions[slot] != 0 && this.spanIds[slot] != spanId) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private int home(long spanId) {
		// Ids are random, but those of tests and of other id generators need not be.
		long hash = spanId * 0x9e3779b97f4a7c15L;
		return (int) (hash >>> 32) & (this.positions.length - 1);
	}

	private void resize(int capacity) {
		long[] oldIds = this.spanIds;
		long[] oldPositions = this.positions;
		int[] oldLengths = this.lengths;
		this.spanIds = new long[capacity];
		this.positions = new long[capacity];
		this.lengths = new int[capacity];
		this.size = 0;
		for (int i = 0; i < oldIds.length; i++) {
			if (oldPositions[i] != 0) {
				put(oldIds[i], oldPositions[i], oldLengths[i]);
			}
		}
	}

}

package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.voicetelemetry.event.LatencyPart;
import org.jspecify.annotations.Nullable;

/**
 * The time from the end of speech to the first audio, taken apart: what went on at each
 * moment of it, one after the other.
 */
final class LatencyParts {

	private final long from;

	private final long to;

	private final List<Stretch> stretches = new ArrayList<>();

	LatencyParts(long from, long to) {
		this.from = from;
		this.to = to;
	}

	/**
	 * Adds something that went on.
	 * @param rank where two things went on at a time, the lower one counts; of equals
	 * that which began first
	 */
	void add(LatencyPart.Kind kind, int rank, long start, long end) {
		this.stretches.add(new Stretch(kind, rank, start, end));
	}

	List<LatencyPart> inOrder() {
		List<LatencyPart> parts = new ArrayList<>();
		Stretch current = null;
		long since = this.from;
		long moment = this.from;
		for (long next : changes()) {
			Stretch then = at(moment);
			if (then != current) {
				add(parts, current, since, moment);
				current = then;
				since = moment;
			}
			moment = next;
		}
		add(parts, current, since, this.to);
		return parts;
	}

	/**
	 * The moments at which something may begin or end to count.
	 */
	private TreeSet<Long> changes() {
		TreeSet<Long> changes = new TreeSet<>();
		for (Stretch stretch : this.stretches) {
			changes.add(stretch.start());
			changes.add(stretch.end());
		}
		changes.add(this.to);
		changes.removeIf((moment) -> moment <= this.from || moment > this.to);
		return changes;
	}

	private @Nullable Stretch at(long moment) {
		Stretch first = null;
		for (Stretch stretch : this.stretches) {
			if (stretch.start() <= moment && moment < stretch.end() && (first == null || stretch.isBefore(first))) {
				first = stretch;
			}
		}
		return first;
	}

	private void add(List<LatencyPart> parts, @Nullable Stretch stretch, long start, long end) {
		if (end > start) {
			parts.add(new LatencyPart((stretch != null) ? stretch.kind() : LatencyPart.Kind.OTHER,
					SessionClock.seconds(start - this.from), SessionClock.seconds(end - start)));
		}
	}

	private record Stretch(LatencyPart.Kind kind, int rank, long start, long end) {

		boolean isBefore(Stretch other) {
			return (this.rank != other.rank) ? this.rank < other.rank : this.start < other.start;
		}

	}

}

package io.voicetelemetry.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * The account of what became of the spans of a pipeline. Thread-safe.
 */
final class DeliveryAccount {

	private final LongAdder accepted = new LongAdder();

	private final LongAdder delivered = new LongAdder();

	private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

	private volatile @Nullable String problem;

	DeliveryAccount() {
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	void accepted(long spans) {
		this.accepted.add(spans);
	}

	void delivered(long spans) {
		this.delivered.add(spans);
	}

	void dropped(DropReason reason, long spans) {
		dropped(reason).add(spans);
	}

	/**
	 * Why the last request was not taken.
	 */
	void problem(@Nullable String problem) {
		this.problem = problem;
	}

	private LongAdder dropped(DropReason reason) {
		LongAdder adder = this.dropped.get(reason);
		if (adder == null) {
			throw new IllegalStateException("No account of " + reason);
		}
		return adder;
	}

	long delivered() {
		return this.delivered.sum();
	}

	/**
	 * The account now.
	 * @param backend the backend's name
	 * @param queuedBytes how much memory what waits takes
	 */
	DeliveryCounts counts(String backend, long queuedBytes) {
		// What has been accepted is read last, so that what is queued is never below
		// zero.
		Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
		this.dropped.forEach((reason, spans) -> dropped.put(reason, spans.sum()));
		long delivered = this.delivered.sum();
		long gone = delivered + dropped.values().stream().mapToLong(Long::longValue).sum();
		long accepted = this.accepted.sum();
		return new DeliveryCounts(backend, accepted, delivered, Map.copyOf(dropped), accepted - gone, queuedBytes,
				this.problem);
	}

}

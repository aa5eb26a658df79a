package io.voicetelemetry.inspector;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.DropReason;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.FlushResult;
import io.voicetelemetry.export.StartedSpan;

/**
 * Keeps the last sessions in memory, to be looked at. What is there may be looked at
 * after the shutdown, too. Thread-safe.
 *
 * @since 0.1
 */
public final class Inspector implements ExportPipeline {

	private static final String NAME = "inspector";

	private final InspectorLimits limits;

	private final KeptSessions kept;

	private final LongAdder delivered = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	/**
	 * An inspector.
	 * @param limits how much it keeps
	 */
	public Inspector(InspectorLimits limits) {
		this.limits = limits;
		this.kept = new KeptSessions(limits);
	}

	/**
	 * What it keeps.
	 * @return the sessions, and what was said as far as that was recorded
	 */
	public InspectedSessions sessions() {
		return new InspectedSessions(this.kept, this.limits, true);
	}

	@Override
	public void onStart(StartedSpan span) {
		this.kept.started(span);
	}

	@Override
	public void onEnd(EndedSpan span) {
		switch (this.kept.ended(span)) {
			case KEPT -> this.delivered.increment();
			case NO_ROOM -> this.dropped.increment();
			case OF_NO_SESSION -> {
			}
		}
	}

	@Override
	public CompletableFuture<FlushResult> flush(Duration timeout) {
		return CompletableFuture.completedFuture(new FlushResult(NAME, 0, 0, 0));
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Spans are delivered once they are kept, however long that is.
	 */
	@Override
	public DeliveryCounts counts() {
		Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
		for (DropReason reason : DropReason.values()) {
			dropped.put(reason, (reason == DropReason.QUEUE_FULL) ? this.dropped.sum() : 0L);
		}
		long delivered = this.delivered.sum();
		long accepted = delivered + dropped.values().stream().mapToLong(Long::longValue).sum();
		return new DeliveryCounts(NAME, accepted, delivered, Map.copyOf(dropped), 0, this.kept.bytes(), null);
	}

	@Override
	public String toString() {
		return "the inspector";
	}

}

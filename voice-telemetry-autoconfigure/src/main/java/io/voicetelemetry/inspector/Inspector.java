package io.voicetelemetry.inspector;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.DropReason;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.FlushResult;
import io.voicetelemetry.export.ForeignContentRedaction;
import io.voicetelemetry.export.StartedSpan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last sessions in memory, to be looked at. What is there may be looked at
 * after the shutdown, too. Thread-safe; has a thread of its own until the shutdown.
 *
 * @since 0.1
 */
public final class Inspector implements ExportPipeline {

	private static final Logger logger = LoggerFactory.getLogger(Inspector.class);

	private static final String NAME = "inspector";

	private static final long PAUSE_MILLIS = 100;

	private final InspectorLimits limits;

	private final ArrivedSpans spans;

	/** Spans that came after the shutdown. */
	private final LongAdder late = new LongAdder();

	private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1, Inspector::thread);

	/**
	 * An inspector.
	 * @param limits how much it keeps
	 * @param content what of the content may be seen, on spans of others too; asked for
	 * when the first of them is there
	 */
	public Inspector(InspectorLimits limits, Supplier<ContentPolicy> content) {
		this.limits = limits;
		this.spans = new ArrivedSpans(limits, new ForeignContentRedaction(content));
		this.background.scheduleWithFixedDelay(this::settle, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void settle() {
		try {
			this.spans.settle();
		}
		catch (Throwable ex) {
			// Or it would be the last time.
			logger.debug("Spans could not be given to their calls; it is tried again", ex);
		}
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "voice-telemetry-inspector");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * What it keeps.
	 * @return the sessions, and what was said as far as that was recorded
	 */
	public InspectedSessions sessions() {
		return new InspectedSessions(this.spans, this.limits, true);
	}

	@Override
	public void onStart(StartedSpan span) {
		if (!this.background.isShutdown()) {
			this.spans.add(span);
		}
	}

	@Override
	public void onEnd(EndedSpan span) {
		if (this.background.isShutdown()) {
			this.late.increment();
		}
		else {
			this.spans.add(span);
		}
	}

	@Override
	public CompletableFuture<FlushResult> flush(Duration timeout) {
		return CompletableFuture.completedFuture(new FlushResult(NAME, 0, 0, 0));
	}

	@Override
	public CompletableResultCode shutdown() {
		this.background.shutdown();
		return CompletableResultCode.ofSuccess();
	}

	/**
	 * Spans are delivered once they are kept, however long that is.
	 */
	@Override
	public DeliveryCounts counts() {
		long bytes = this.spans.look(this.spans::bytesWith);
		Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
		for (DropReason reason : DropReason.values()) {
			dropped.put(reason, switch (reason) {
				case QUEUE_FULL -> this.spans.dropped();
				case SHUTDOWN -> this.late.sum();
				default -> 0L;
			});
		}
		long delivered = this.spans.kept();
		long accepted = delivered + dropped.values().stream().mapToLong(Long::longValue).sum();
		return new DeliveryCounts(NAME, accepted, delivered, Map.copyOf(dropped), 0, bytes, null);
	}

	@Override
	public String toString() {
		return "the inspector";
	}

}

package io.voicetelemetry.usage;

import java.util.List;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what models were used for and how much: a row for each kind of use, provider
 * and model. Thread-safe; threads that use different models do not wait for each other.
 * <p>
 * The same event object counts once, however often and by whomever it is collected. Two
 * events with equal figures are two requests. No event is kept in memory. The collectors
 * of a session and of the application are fed by the telemetry: what listeners give them
 * again is not added again.
 *
 * @since 0.1
 */
public final class UsageCollector {

	/**
	 * How many rows a collector has unless told otherwise.
	 */
	public static final int DEFAULT_MAX_ROWS = 100;

	private static final UsageCollector NOOP = new UsageCollector(false, 0);

	private final boolean enabled;

	private final UsageRows rows;

	/** What was collected, if the application collects: most calls are only fed. */
	private volatile @Nullable Collected collected;

	/** Whether the telemetry feeds this. */
	private volatile boolean fed;

	/**
	 * A collector of up to {@link #DEFAULT_MAX_ROWS} rows.
	 */
	public UsageCollector() {
		this(DEFAULT_MAX_ROWS);
	}

	/**
	 * A collector of a limited number of rows. What has no row of its own goes to a row
	 * of its kind whose provider and model are {@link ModelUsage#OTHER}; these are not
	 * counted.
	 * @param maxRows how many rows there may be, at least 1
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public UsageCollector(int maxRows) {
		this(true, maxRows);
		if (maxRows < 1) {
			throw new IllegalArgumentException("maxRows must be at least 1 but is " + maxRows);
		}
	}

	private UsageCollector(boolean enabled, int maxRows) {
		this.enabled = enabled;
		this.rows = new UsageRows(maxRows);
	}

	/**
	 * A collector that collects nothing.
	 * @return the collector, always the same
	 */
	public static UsageCollector noop() {
		return NOOP;
	}

	/**
	 * Adds an event to the row of its model, on the calling thread. Never throws.
	 * <p>
	 * A request to a model counts as one, however many tries it took. Speech recognition
	 * that is told in parts counts a request for each part. Of an interruption and of an
	 * end of turn count the requests to a model that it tells; how they ended is not
	 * told. A discarded request is counted when it ends, as any other, and here marked as
	 * discarded, once. Tools and turns use nothing.
	 * <p>
	 * Once the telemetry {@linkplain #feed feeds} this collector, events that belong to a
	 * span are taken as counted and do nothing here, even if the application made them up
	 * itself from the origin of a stage. Figures that only the application knows are told
	 * by {@code VoiceSpan.report}, which counts them.
	 * @param metrics the event; {@code null} and one that was collected before do nothing
	 */
	public void collect(@Nullable VoiceMetrics metrics) {
		if (metrics == null || !this.enabled || (this.fed && isOfTelemetry(metrics))) {
			return;
		}
		VoiceMetrics request = requestOf(metrics);
		UsageKind kind = Consumption.kindOf(request);
		if (kind != null && ((request != metrics) ? collected().discarded : collected().seen).add(request)) {
			add(metrics, request, kind);
		}
	}

	/**
	 * Adds an event as the telemetry tells it, which is once. It is for the telemetry
	 * itself: an application {@linkplain #collect collects}. From then on, what is
	 * {@linkplain #collect collected} and belongs to a span is known to have been added:
	 * to remember every event of every call would cost more than to add it up.
	 * @param metrics the event; {@code null} does nothing
	 */
	public void feed(@Nullable VoiceMetrics metrics) {
		if (metrics == null || !this.enabled) {
			return;
		}
		if (!isOfTelemetry(metrics)) {
			collect(metrics);
			return;
		}
		if (!this.fed) {
			this.fed = true;
		}
		VoiceMetrics request = requestOf(metrics);
		UsageKind kind = Consumption.kindOf(request);
		if (kind != null) {
			add(metrics, request, kind);
		}
	}

	private static boolean isOfTelemetry(VoiceMetrics metrics) {
		return metrics.origin().spanId() != null;
	}

	private static VoiceMetrics requestOf(VoiceMetrics metrics) {
		return (metrics instanceof DiscardedMetrics mark) ? mark.request() : metrics;
	}

	private void add(VoiceMetrics metrics, VoiceMetrics request, UsageKind kind) {
		UsageRow row = this.rows.of(kind, request.origin());
		if (request == metrics) {
			Consumption.add(request, row);
		}
		else {
			Consumption.discard(request, row);
		}
	}

	/**
	 * What was used until now: models, then speech synthesis, recognition, interruptions
	 * and ends of turns, each in the order of their first event, {@link ModelUsage#OTHER}
	 * last. Each row is consistent in itself; later events do not change it.
	 * @return the rows, unmodifiable
	 */
	public List<ModelUsage> usage() {
		forgetUnreachable();
		return this.rows.snapshots();
	}

	/**
	 * How many events and marks are remembered as collected.
	 */
	int remembered() {
		forgetUnreachable();
		Collected collected = this.collected;
		return (collected != null) ? collected.seen.size() + collected.discarded.size() : 0;
	}

	private void forgetUnreachable() {
		Collected collected = this.collected;
		if (collected != null) {
			collected.seen.forgetUnreachable();
			collected.discarded.forgetUnreachable();
		}
	}

	private Collected collected() {
		Collected collected = this.collected;
		return (collected != null) ? collected : newCollected();
	}

	private synchronized Collected newCollected() {
		Collected collected = this.collected;
		if (collected == null) {
			collected = new Collected();
			this.collected = collected;
		}
		return collected;
	}

	private static final class Collected {

		private final SeenEvents seen = new SeenEvents();

		/**
		 * Requests that were marked as discarded: once each, whatever they are wrapped
		 * in.
		 */
		private final SeenEvents discarded = new SeenEvents();

	}

}

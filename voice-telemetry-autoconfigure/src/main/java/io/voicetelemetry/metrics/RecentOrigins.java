package io.voicetelemetry.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which rows of meters the figures of an origin go to: it is nearly always one
 * of few, and found without making anything to look for it with. One that is forgotten is
 * found again where all rows are. Thread-safe without a lock: what is remembered stays
 * true, so it does not matter which of several threads remembers.
 */
final class RecentOrigins {

	/** A power of 2; in each set, the two that came last have a place. */
	private static final int SETS = 256;

	private final MeterRows rows;

	private final AtomicReferenceArray<@Nullable OriginRows> recent = new AtomicReferenceArray<>(2 * SETS);

	RecentOrigins(MeterRows rows) {
		this.rows = rows;
	}

	/**
	 * The rows of an event.
	 * @param metrics the event
	 * @param detail a tag that is not of its origin
	 */
	OriginRows of(VoiceMetrics metrics, @Nullable String detail) {
		String stage = StageNames.of(metrics);
		MetricsOrigin origin = metrics.origin();
		int place = 2 * setOf(stage, origin, detail);
		OriginRows rows = this.recent.getAcquire(place);
		if (rows != null && rows.areOf(stage, origin, detail)) {
			return rows;
		}
		rows = this.recent.getAcquire(place + 1);
		return (rows != null && rows.areOf(stage, origin, detail)) ? rows
				: remember(place, new OriginRows(this.rows, stage, origin, detail));
	}

	private OriginRows remember(int place, OriginRows rows) {
		if (rows.areShort()) {
			this.recent.setRelease(place + 1, this.recent.getAcquire(place));
			this.recent.setRelease(place, rows);
		}
		return rows;
	}

	/**
	 * Goes by what distinguishes most. The answering model is left out where another was
	 * asked for: it hardly adds anything, and is often read anew from each answer.
	 */
	private static int setOf(String stage, MetricsOrigin origin, @Nullable String detail) {
		String asked = origin.requestModel();
		int hash = stage.hashCode() + origin.outcome().ordinal();
		hash += 31 * hash((asked != null) ? asked : origin.responseModel());
		hash += 37 * hash(origin.callSite());
		hash += 41 * hash(origin.tenantId());
		hash += 43 * hash(origin.useCase());
		hash += 47 * hash(detail);
		return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SETS - 1);
	}

	private static int hash(@Nullable String value) {
		return (value != null) ? value.hashCode() : 0;
	}

}

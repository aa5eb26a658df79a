package io.voicetelemetry.session;

import java.time.Instant;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The tries of a request. The first of those that are only signalled gets its span when
 * the second begins: back-dated, since one that was the only one needs none.
 */
final class Attempts {

	private final SpanHandle request;

	private final Stage stage;

	private volatile int begun;

	/** The first try, as long as it has no span. */
	private @Nullable First first;

	/** The span of the try that was signalled last. */
	private @Nullable SpanHandle last;

	Attempts(SpanHandle request, Stage stage) {
		this.request = request;
		this.stage = stage;
	}

	/**
	 * How many tries a request took, of which each is told only if there may be several.
	 */
	static int count(@Nullable Attempts attempts) {
		return (attempts != null) ? Math.max(attempts.begun, 1) : 1;
	}

	synchronized VoiceSpan start() {
		return begin(this.request.nowNanos());
	}

	synchronized VoiceSpan started() {
		if (!this.request.accepts()) {
			return this.request;
		}
		long now = this.request.nowNanos();
		if (this.begun == 0 && !this.request.recorder.options().alwaysRecordAttempts()) {
			this.begun = this.begun + 1;
			this.first = new First(now);
			return this.request;
		}
		recordFirst();
		SpanHandle before = this.last;
		if (before != null && before.isOpen()) {
			// Only one can be told to have ended: this one never will be.
			before.cancel();
		}
		this.last = begin(now);
		return this.last;
	}

	/**
	 * Whether a try without a span has ended, which was a request then.
	 */
	synchronized boolean firstHasEnded() {
		return this.first != null && this.first.endedAt != null;
	}

	private void recordFirst() {
		First first = this.first;
		if (first != null) {
			this.first = null;
			begin(0, first.startNanos).lifecycle().end(first.outcome, first.error, first.endedAt);
		}
	}

	synchronized void ended(@Nullable Throwable error) {
		if (this.last != null) {
			this.last.lifecycle().end(SpanEnd.outcomeOf(error), error, null);
		}
		else if (this.first != null) {
			this.first.ended(this.request.now(), error);
		}
		else {
			this.request.refuse(RefusalReason.LATE);
		}
	}

	private SpanHandle begin(long startNanos) {
		int attempt = this.begun;
		this.begun = attempt + 1;
		return begin(attempt, startNanos);
	}

	private SpanHandle begin(int attempt, long startNanos) {
		SpanHandle span = this.request.startChild(this.stage, null, SessionClock.toInstant(startNanos));
		span.put(TelemetryAttributes.RETRY_COUNT, (long) attempt);
		return span;
	}

	/**
	 * A try without a span. One of which no end is told was cut off by the next.
	 */
	private static final class First {

		private final long startNanos;

		private Outcome outcome = Outcome.CANCELLED;

		private @Nullable Throwable error;

		private @Nullable Instant endedAt;

		First(long startNanos) {
			this.startNanos = startNanos;
		}

		void ended(Instant at, @Nullable Throwable error) {
			this.outcome = SpanEnd.outcomeOf(error);
			this.error = error;
			this.endedAt = at;
		}

	}

}

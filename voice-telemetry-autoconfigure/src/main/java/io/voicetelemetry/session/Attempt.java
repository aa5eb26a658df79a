package io.voicetelemetry.session;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A try of a request: when it was made, of what, and how it went. It may have no span of
 * its own. One of which no end is told was cut off by the next.
 */
final class Attempt {

	private static final long UNKNOWN = Long.MIN_VALUE;

	/** Which try it is, from 0. */
	final int number;

	final long startNanos;

	final Asked asked;

	/** Which of what was asked it asks: 0 is what the request says. */
	final int fallbackIndex;

	/** Set under the lock, so that whoever ends it does or else whoever begins it. */
	private volatile @Nullable SpanHandle span;

	private volatile Outcome outcome = Outcome.CANCELLED;

	private volatile @Nullable Throwable error;

	private volatile long endNanos = UNKNOWN;

	Attempt(int number, long startNanos, Asked asked, int fallbackIndex) {
		this.number = number;
		this.startNanos = startNanos;
		this.asked = asked;
		this.fallbackIndex = fallbackIndex;
	}

	void ended(Outcome outcome, @Nullable Throwable error, long endNanos) {
		this.outcome = outcome;
		this.error = error;
		this.endNanos = endNanos;
	}

	boolean hasEnded() {
		return this.endNanos != UNKNOWN;
	}

	/**
	 * When it ended, which is with the request unless it was told.
	 */
	long endNanos(long endOfRequest) {
		long end = this.endNanos;
		return (end != UNKNOWN) ? end : endOfRequest;
	}

	/**
	 * Whether it may have been what was answered.
	 */
	boolean mayHaveAnswered() {
		return !hasEnded() || this.outcome == Outcome.SUCCESS;
	}

	boolean hasFailed() {
		return hasEnded() && this.outcome == Outcome.ERROR;
	}

	@Nullable Throwable error() {
		return this.error;
	}

	/**
	 * Begins its span, and ends it if the try is over.
	 */
	SpanHandle begin(SpanHandle request, Stage stage) {
		SpanHandle span = request.startChild(stage, null, SessionClock.toInstant(this.startNanos));
		span.put(TelemetryAttributes.RETRY_COUNT, (long) this.number);
		span.put(TelemetryAttributes.PROVIDER_NAME, this.asked.provider());
		span.put(TelemetryAttributes.REQUEST_MODEL, this.asked.model());
		if (this.fallbackIndex > 0) {
			span.put(TelemetryAttributes.FALLBACK_INDEX, (long) this.fallbackIndex);
		}
		boolean over;
		synchronized (this) {
			this.span = span;
			over = hasEnded();
		}
		if (over) {
			span.lifecycle().end(this.outcome, this.error, SessionClock.toInstant(this.endNanos));
		}
		return span;
	}

	/**
	 * Ends it, and its span, or has that end as soon as it has begun.
	 */
	void end(Outcome outcome, @Nullable Throwable error, long endNanos) {
		SpanHandle span = spanUnlessEnding(outcome, error, endNanos);
		if (span != null) {
			span.lifecycle().end(outcome, error, null);
		}
	}

	/**
	 * Ends what no end was told of.
	 */
	void cutOff(long endNanos) {
		SpanHandle span = this.span;
		if ((span != null) ? span.isOpen() : !hasEnded()) {
			end(Outcome.CANCELLED, null, endNanos);
		}
	}

	private synchronized @Nullable SpanHandle spanUnlessEnding(Outcome outcome, @Nullable Throwable error,
			long endNanos) {
		if (this.span == null) {
			ended(outcome, error, endNanos);
		}
		return this.span;
	}

	boolean isRecordedAs(SpanHandle span) {
		return this.span == span;
	}

	/**
	 * Who is asked for what; {@code null} is what the request says.
	 *
	 * @param provider the provider
	 * @param model the model
	 */
	record Asked(@Nullable String provider, @Nullable String model) {

		static final Asked AS_REQUESTED = new Asked(null, null);

		static Asked of(@Nullable String provider, @Nullable String model) {
			return (provider == null && model == null) ? AS_REQUESTED : new Asked(limit(provider), limit(model));
		}

		private static @Nullable String limit(@Nullable String name) {
			return (name != null) ? SpanRecording.NAME.limit(name) : null;
		}

	}

}

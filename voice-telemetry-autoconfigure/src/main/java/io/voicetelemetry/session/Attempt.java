package io.voicetelemetry.session;

import java.time.Instant;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A try of a request: when it was made, of what, and how it went. It may have no span of
 * its own. One of which no end is told was cut off by the next.
 */
final class Attempt {

	private static final long UNKNOWN = Long.MIN_VALUE;

	final long startNanos;

	final Asked asked;

	/** Which of what was asked it asks: 0 is what the request says. */
	final int fallbackIndex;

	private volatile @Nullable SpanHandle span;

	private volatile Outcome outcome = Outcome.CANCELLED;

	private volatile @Nullable Throwable error;

	private volatile long endNanos = UNKNOWN;

	Attempt(long startNanos, Asked asked, int fallbackIndex) {
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

	/**
	 * Begins its span.
	 */
	SpanHandle begin(SpanHandle request, Stage stage, int number) {
		SpanHandle span = request.startChild(stage, null, SessionClock.toInstant(this.startNanos));
		span.put(TelemetryAttributes.RETRY_COUNT, (long) number);
		span.put(TelemetryAttributes.PROVIDER_NAME, this.asked.provider());
		span.put(TelemetryAttributes.REQUEST_MODEL, this.asked.model());
		if (this.fallbackIndex > 0) {
			span.put(TelemetryAttributes.FALLBACK_INDEX, (long) this.fallbackIndex);
		}
		this.span = span;
		return span;
	}

	/**
	 * Begins and ends its span, once it is over.
	 */
	void record(SpanHandle request, Stage stage, int number) {
		Instant endedAt = hasEnded() ? SessionClock.toInstant(this.endNanos) : null;
		Outcome outcome = this.outcome;
		Throwable error = this.error;
		begin(request, stage, number).lifecycle().end(outcome, error, endedAt);
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

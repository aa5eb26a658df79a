package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The tries of a request. The first of those that are only signalled gets its span when
 * the second begins: back-dated, since one that was the only one needs none.
 */
final class Attempts {

	private final MeasuredHandle request;

	private final Stage stage;

	/** What was asked of whom, each once, in the order in which it was. */
	private final List<Attempt.Asked> asked = new ArrayList<>(1);

	private volatile int begun;

	private volatile @Nullable Attempt latest;

	/** The first try, as long as it has no span. */
	private @Nullable Attempt first;

	/** The span of the try that was signalled last. */
	private @Nullable SpanHandle last;

	Attempts(MeasuredHandle request, Stage stage) {
		this.request = request;
		this.stage = stage;
	}

	/**
	 * How many tries a request took, of which each is told only if there may be several.
	 */
	static int count(@Nullable Attempts attempts) {
		return (attempts != null) ? Math.max(attempts.begun, 1) : 1;
	}

	/**
	 * The try that began last, or {@code null} if none was told.
	 */
	@Nullable Attempt latest() {
		return this.latest;
	}

	synchronized VoiceSpan start(Attempt.Asked asked) {
		int number = this.begun;
		return next(asked).begin(this.request, this.stage, number);
	}

	synchronized VoiceSpan started(Attempt.Asked asked) {
		if (!this.request.accepts()) {
			return this.request;
		}
		int number = this.begun;
		Attempt attempt = next(asked);
		if (number == 0 && !this.request.recorder.options().alwaysRecordAttempts()) {
			this.first = attempt;
			return this.request;
		}
		recordFirst();
		SpanHandle before = this.last;
		if (before != null && before.isOpen()) {
			// Only one can be told to have ended: this one never will be.
			before.cancel();
		}
		this.last = attempt.begin(this.request, this.stage, number);
		return this.last;
	}

	private Attempt next(Attempt.Asked asked) {
		Attempt attempt = new Attempt(this.request.nowNanos(), asked, fallbackIndex(asked));
		this.begun = this.begun + 1;
		this.latest = attempt;
		return attempt;
	}

	private int fallbackIndex(Attempt.Asked asked) {
		if (asked == Attempt.Asked.AS_REQUESTED) {
			return 0;
		}
		String provider = this.request.provider();
		String model = this.request.requestModel();
		boolean asRequested = (asked.provider() == null || Objects.equals(asked.provider(), provider))
				&& (asked.model() == null || Objects.equals(asked.model(), model));
		if (asRequested) {
			return 0;
		}
		if (this.begun == 0 && model == null) {
			// What is asked for first is what the request is for.
			this.request.asks(asked.provider(), asked.model());
			return 0;
		}
		int known = this.asked.indexOf(asked);
		if (known < 0) {
			known = this.asked.size();
			this.asked.add(asked);
		}
		return known + 1;
	}

	/**
	 * Whether a try without a span has ended, which was a request then.
	 */
	synchronized boolean firstHasEnded() {
		return this.first != null && this.first.hasEnded();
	}

	private void recordFirst() {
		Attempt first = this.first;
		if (first != null) {
			this.first = null;
			first.record(this.request, this.stage, 0);
		}
	}

	synchronized void ended(@Nullable Throwable error) {
		if (this.last != null) {
			this.last.lifecycle().end(Outcome.of(error), error, null);
		}
		else if (this.first != null) {
			this.first.ended(Outcome.of(error), error, SessionClock.toEpochNanos(this.request.now()));
		}
		else {
			this.request.refuse(RefusalReason.LATE);
		}
	}

	/**
	 * Told that the span of a try has ended.
	 */
	void spanEnded(SpanHandle span, Outcome outcome) {
		Attempt latest = this.latest;
		if (latest != null && latest.isRecordedAs(span)) {
			latest.ended(outcome, null, span.lifecycle().endNanos());
		}
	}

}

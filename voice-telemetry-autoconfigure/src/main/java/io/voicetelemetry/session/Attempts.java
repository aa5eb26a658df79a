package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The tries of a request. The first of those that are only signalled gets its span when
 * the second begins: back-dated, since one that was the only one needs none. Spans begin
 * and end outside the lock, because that runs code of others.
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

	/** The try that was signalled last, if it has a span, or is about to. */
	private @Nullable Attempt last;

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

	VoiceSpan start(Attempt.Asked asked) {
		return next(asked).begin(this.request, this.stage);
	}

	VoiceSpan started(Attempt.Asked asked) {
		if (!this.request.accepts()) {
			return this.request;
		}
		Attempt attempt;
		Attempt first;
		Attempt before;
		synchronized (this) {
			attempt = next(asked);
			if (attempt.number == 0 && !this.request.recorder.options().alwaysRecordAttempts()) {
				this.first = attempt;
				return this.request;
			}
			first = this.first;
			before = this.last;
			this.first = null;
			this.last = attempt;
		}
		if (first != null) {
			first.begin(this.request, this.stage);
			first.cutOff(this.request.nowNanos());
		}
		if (before != null) {
			// Only one can be told to have ended: this one never will be.
			before.cutOff(attempt.startNanos);
		}
		return attempt.begin(this.request, this.stage);
	}

	private synchronized Attempt next(Attempt.Asked asked) {
		Attempt attempt = new Attempt(this.begun, this.request.nowNanos(), asked, fallbackIndex(asked));
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

	void ended(@Nullable Throwable error) {
		Attempt ended = signalledLast();
		if (ended != null) {
			ended.end(Outcome.of(error), error, SessionClock.toEpochNanos(this.request.now()));
		}
		else {
			this.request.refuse(RefusalReason.LATE);
		}
	}

	private synchronized @Nullable Attempt signalledLast() {
		return (this.last != null) ? this.last : this.first;
	}

	/**
	 * Told that the span of a try has ended.
	 */
	void spanEnded(SpanHandle span, Outcome outcome, @Nullable Throwable error) {
		Attempt latest = this.latest;
		if (latest != null && latest.isRecordedAs(span)) {
			latest.ended(outcome, error, span.lifecycle().endNanos());
		}
	}

}

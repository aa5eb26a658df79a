package io.voicetelemetry.session;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The tries of a request. The first of those that are only signalled gets its span when
 * the second begins: back-dated, since one that was the only one needs none.
 */
final class Attempts {

	private final SpanHandle request;

	private final Stage stage;

	private int begun;

	private long firstStartNanos;

	private long firstEndNanos;

	private @Nullable Throwable firstError;

	private @Nullable SpanHandle live;

	Attempts(SpanHandle request, Stage stage) {
		this.request = request;
		this.stage = stage;
	}

	synchronized VoiceSpan start() {
		return begin(this.begun++, this.request.nowNanos());
	}

	synchronized VoiceSpan started() {
		int attempt = this.begun++;
		long now = this.request.nowNanos();
		if (attempt == 0 && !this.request.recorder.options().alwaysRecordAttempts()) {
			this.firstStartNanos = now;
			return this.request;
		}
		if (attempt == 1 && this.live == null && this.firstStartNanos != 0) {
			SpanHandle first = begin(0, this.firstStartNanos);
			first.lifecycle()
				.end((this.firstError != null) ? Outcome.ERROR : Outcome.SUCCESS, this.firstError,
						SessionClock.toInstant(this.firstEndNanos));
			this.firstError = null;
		}
		this.live = begin(attempt, now);
		return this.live;
	}

	synchronized void ended(@Nullable Throwable error) {
		SpanHandle live = this.live;
		if (live != null) {
			live.lifecycle().end((error != null) ? Outcome.ERROR : Outcome.SUCCESS, error, null);
		}
		else {
			this.firstEndNanos = this.request.nowNanos();
			this.firstError = error;
		}
	}

	private SpanHandle begin(int attempt, long startNanos) {
		SpanHandle span = this.request.recorder.starter()
			.start(this.stage, null, this.request, this.request.session, SessionClock.toInstant(startNanos));
		span.put(TelemetryAttributes.RETRY_COUNT, (long) attempt);
		return span;
	}

}

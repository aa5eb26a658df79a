package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * A request that may take several tries.
 */
abstract class RetriedRequestHandle extends MeasuredHandle implements RetriedRequest {

	private final Stage attemptStage;

	private volatile @Nullable Attempts attempts;

	RetriedRequestHandle(SpanStart start, Stage attemptStage) {
		super(start);
		this.attemptStage = attemptStage;
	}

	@Override
	public final VoiceSpan startAttempt() {
		VoiceSpan attempt = attempts().start();
		attemptBegan();
		return attempt;
	}

	@Override
	public final VoiceSpan attemptStarted() {
		VoiceSpan attempt = attempts().started();
		attemptBegan();
		return attempt;
	}

	/**
	 * Told that a try has begun, which may be the first.
	 */
	void attemptBegan() {
	}

	@Override
	public final void attemptEnded(@Nullable Throwable error) {
		attempts().ended(error);
	}

	private synchronized Attempts attempts() {
		Attempts attempts = this.attempts;
		if (attempts == null) {
			attempts = new Attempts(this, this.attemptStage);
			this.attempts = attempts;
		}
		return attempts;
	}

	/**
	 * How many tries it took.
	 */
	final int attemptCount() {
		return Attempts.count(this.attempts);
	}

}

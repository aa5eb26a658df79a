package io.voicetelemetry.session;

import java.util.OptionalDouble;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import org.jspecify.annotations.Nullable;

/**
 * How the end of a turn of the caller came about: who judged it, how long it took to
 * decide, and what the application did then.
 */
final class TurnEnd {

	private final UserTurnHandle turn;

	private volatile @Nullable Delays delays;

	// The rest is guarded by the lock of the tree.

	/** How long the application worked between turn and reply. */
	private long callbackNanos;

	private boolean callback;

	private long judgedNanos;

	private int judgements;

	private @Nullable MetricsOrigin judge;

	TurnEnd(UserTurnHandle turn) {
		this.turn = turn;
	}

	/**
	 * Told when it was decided that the caller is done.
	 */
	void decided(long speechEnd, long committedAt) {
		double delay = SessionClock.seconds(committedAt - speechEnd);
		this.turn.putSeconds(TelemetryAttributes.END_OF_UTTERANCE_DELAY, delay);
		this.delays = new Delays(speechEnd, delay, OptionalDouble.empty());
	}

	/**
	 * Told when the last transcript came, which may be final before the caller is found
	 * to have stopped, and may come when the turn is decided already.
	 */
	void transcribed(long speechEnd, long transcribedAt) {
		Delays delays = this.delays;
		if (delays != null && delays.speechEnd() == speechEnd) {
			double delay = SessionClock.seconds(Math.max(transcribedAt - speechEnd, 0));
			this.turn.putSeconds(TelemetryAttributes.TRANSCRIPTION_DELAY, delay);
			this.delays = new Delays(speechEnd, delays.endOfUtterance(), OptionalDouble.of(delay));
		}
	}

	/**
	 * Told, under the lock of the tree, that a model judged whether the turn is over.
	 */
	void judged(MetricsOrigin judge, long nanos) {
		this.judge = judge;
		this.judgedNanos += nanos;
		this.judgements++;
	}

	/**
	 * Told, under the lock of the tree, that the application's own work is done.
	 * @return the step that it was on the way to the answer
	 */
	TimelineStep callbackEnded(SpanHandle work) {
		long end = work.lifecycle().endNanos();
		this.callback = true;
		this.callbackNanos += Math.max(end - work.startNanos, 0);
		TimelineStep step = new TimelineStep(LatencyPart.Kind.ON_USER_TURN_COMPLETED, this.turn, work.startNanos);
		step.over(end);
		return step;
	}

	/**
	 * The figures, under the lock of the tree, or {@code null} if nothing is known.
	 */
	@Nullable EouMetrics figures(MetricsOrigin origin) {
		Delays delays = this.delays;
		MetricsOrigin judge = this.judge;
		if (delays == null && judge == null && !this.callback) {
			return null;
		}
		return new EouMetrics((judge != null) ? origin.withModel(judge.provider(), judge.model()) : origin,
				(delays != null) ? OptionalDouble.of(delays.endOfUtterance()) : OptionalDouble.empty(),
				(delays != null) ? delays.transcription() : OptionalDouble.empty(), callbackSeconds(),
				(judge != null) ? OptionalDouble.of(SessionClock.seconds(this.judgedNanos)) : OptionalDouble.empty(),
				this.judgements);
	}

	private OptionalDouble callbackSeconds() {
		return this.callback ? OptionalDouble.of(SessionClock.seconds(this.callbackNanos)) : OptionalDouble.empty();
	}

	/**
	 * Puts how long the application worked on the span.
	 */
	void put() {
		callbackSeconds()
			.ifPresent((seconds) -> this.turn.putSeconds(TelemetryAttributes.ON_USER_TURN_COMPLETED_DELAY, seconds));
	}

	/**
	 * How long decision and transcript took after the caller's speech.
	 *
	 * @param speechEnd when the speech ended
	 * @param endOfUtterance until the decision, in seconds
	 * @param transcription until the last transcript, in seconds
	 */
	private record Delays(long speechEnd, double endOfUtterance, OptionalDouble transcription) {
	}

}

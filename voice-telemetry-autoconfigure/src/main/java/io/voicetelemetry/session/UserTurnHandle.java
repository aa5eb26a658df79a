package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class UserTurnHandle extends SpanHandle implements UserTurn {

	/** A moment that is not known. */
	private static final long UNKNOWN = Long.MIN_VALUE;

	private final TranscriptText transcript = new TranscriptText(" ", this.recorder.content());

	private final TurnTimeline timeline = new TurnTimeline(speechId(), this.transcript);

	private volatile @Nullable EouWaitHandle wait;

	private @Nullable SpanHandle speaking;

	/** When the caller began to speak the last time. */
	private volatile long speechStart = UNKNOWN;

	/** When they fell silent after that. */
	private volatile long speechEnd = UNKNOWN;

	/** When the last of it was understood. */
	private long lastTranscript = UNKNOWN;

	private double confidenceSum;

	private int confidences;

	private boolean committed;

	private final TurnEnd turnEnd = new TurnEnd(this);

	UserTurnHandle(SpanStart start) {
		super(start);
	}

	@Override
	void begun() {
		if (this.session != null) {
			this.session.turns().begun(this);
		}
	}

	@Override
	public String speechId() {
		return Objects.requireNonNullElse(this.speechId, "");
	}

	TurnTimeline timeline() {
		return this.timeline;
	}

	/**
	 * For how long the caller has been heard, if they are.
	 */
	OptionalDouble speaksFor(long now) {
		long start = this.speechStart;
		return (start != UNKNOWN && this.speechEnd == UNKNOWN && now >= start)
				? OptionalDouble.of(SessionClock.seconds(now - start)) : OptionalDouble.empty();
	}

	@Nullable EouWaitHandle openWait() {
		EouWaitHandle wait = this.wait;
		return (wait != null && wait.isOpen()) ? wait : null;
	}

	@Override
	public synchronized void startedSpeaking(@Nullable Instant at) {
		if (!acceptsSignal() || (this.speaking != null && this.speaking.isOpen())) {
			return;
		}
		long moment = momentOf(at);
		Instant when = SessionClock.toInstant(moment);
		endWait(EouWaitHandle.USER_RESUMED, when);
		this.speaking = startChild(Stage.USER_SPEAKING, null, when);
		this.speechStart = moment;
		this.speechEnd = UNKNOWN;
		this.lastTranscript = UNKNOWN;
	}

	@Override
	public synchronized void stoppedSpeaking(@Nullable Instant at) {
		if (!acceptsSignal()) {
			return;
		}
		long moment = momentOf(at);
		Instant when = SessionClock.toInstant(moment);
		// What was over before the turn began is not moved to its beginning: the delays
		// from there would be made up.
		this.speechEnd = (at != null) ? Math.min(SessionClock.toEpochNanos(at), moment) : moment;
		endSpeaking(when);
		if (openWait() == null && !this.committed) {
			this.wait = (startChild(Stage.EOU_WAIT, null, when) instanceof EouWaitHandle begun) ? begun : null;
		}
	}

	@Override
	public void interimTranscript(@Nullable String text) {
		// Each is superseded by the next, so there is nothing to keep but that the
		// session is alive.
		accepts();
	}

	@Override
	public void finalTranscript(@Nullable String text) {
		understood(text, capturesContent(), OptionalDouble.empty());
	}

	@Override
	public void finalTranscript(@Nullable String text, double confidence) {
		understood(text, capturesContent(), OptionalDouble.of(confidence));
	}

	/**
	 * Told that more of what the caller says was understood.
	 * @param kept whether the text may be kept
	 */
	synchronized void understood(@Nullable String text, boolean kept, OptionalDouble confidence) {
		if (text == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
			return;
		}
		if (!accepts()) {
			if (kept && capturesContent()) {
				// Late for this, but not for the reply.
				this.transcript.append(text);
			}
			return;
		}
		this.lastTranscript = nowNanos();
		transcribed();
		if (kept && capturesContent()) {
			this.transcript.append(text);
			if (this.session != null) {
				this.session.said().callerSaid(this.transcript);
			}
		}
		confidence.ifPresent(this::understoodWith);
	}

	private void understoodWith(double confidence) {
		if (confidence >= 0 && confidence <= 1) {
			this.confidenceSum += confidence;
			this.confidences++;
			put(TelemetryAttributes.TRANSCRIPT_CONFIDENCE, this.confidenceSum / this.confidences);
		}
		else {
			refuse(RefusalReason.INVALID_VALUE);
		}
	}

	@Override
	void contentSuppressed() {
		this.transcript.clear();
	}

	@Override
	public void commit() {
		commit(null);
	}

	@Override
	public synchronized void commit(@Nullable Instant at) {
		if (!acceptsSignal() || this.committed) {
			return;
		}
		this.committed = true;
		long moment = momentOf(at);
		endWait(EouWaitHandle.COMMITTED, SessionClock.toInstant(moment));
		decided(moment);
	}

	/**
	 * What makes no sense together is not known, as LiveKit's end-of-turn tests have it.
	 */
	private void decided(long committedAt) {
		boolean known = this.speechEnd >= Math.max(this.speechStart, this.startNanos) && committedAt >= this.speechEnd;
		if (known) {
			this.turnEnd.decided(this.speechEnd, committedAt);
			transcribed();
			this.timeline.committed(this.speechEnd, this.lastTranscript, committedAt);
		}
		if (this.session != null) {
			SessionTurns.Heard early = this.session.turns().committed(known ? this.timeline : null);
			if (early != null) {
				early.reply().heardBefore(this.timeline, early.at());
			}
		}
	}

	private void transcribed() {
		if (this.lastTranscript != UNKNOWN) {
			this.turnEnd.transcribed(this.speechEnd, this.lastTranscript);
		}
	}

	private void endWait(String outcome, @Nullable Instant at) {
		EouWaitHandle wait = openWait();
		if (wait != null) {
			wait.decided(outcome, at);
		}
	}

	private void endSpeaking(@Nullable Instant at) {
		SpanHandle speaking = this.speaking;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
	}

	@Override
	public void end(@Nullable Instant at) {
		finish(at, true);
		super.end(at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		finish(null, false);
		super.fail(error);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		finish(at, false);
		super.cancel(at);
	}

	private synchronized void finish(@Nullable Instant at, boolean committed) {
		if (!isOpen()) {
			return;
		}
		if (committed) {
			commit(at);
		}
		endWait(EouWaitHandle.DROPPED, at);
		endSpeaking(at);
	}

	/**
	 * Told, under the lock of the tree, that a model judged whether the turn is over.
	 */
	void judged(MetricsOrigin judge, long nanos) {
		this.turnEnd.judged(judge, nanos);
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		if (child.stage() == Stage.ON_USER_TURN_COMPLETED) {
			this.timeline.add(this.turnEnd.callbackEnded(child));
		}
	}

	@Override
	boolean takesFigures() {
		return true;
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		VoiceMetrics turn = new TurnMetrics(origin, TurnMetrics.Role.USER,
				SessionClock.seconds(Math.max(endNanos - this.startNanos, 0)), false, false);
		VoiceMetrics end = this.turnEnd.figures(origin);
		return (end != null) ? List.of(end, turn) : List.of(turn);
	}

	@Override
	void beforeSpanEnds() {
		this.turnEnd.put();
		putText(TelemetryAttributes.TRANSCRIPT, this.transcript);
	}

	@Override
	public SpeechRecognition startRecognition() {
		return (SpeechRecognition) startChild(Stage.STT_REQUEST);
	}

	@Override
	public EndOfTurnDetection startEndOfTurnDetection() {
		return (EndOfTurnDetection) startChild(Stage.EOU_DETECTION);
	}

	@Override
	public VoiceSpan startOnUserTurnCompleted() {
		return startChild(Stage.ON_USER_TURN_COMPLETED);
	}

}

package io.voicetelemetry.session;

import java.time.Instant;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

final class UserTurnHandle extends SpanHandle implements UserTurn {

	/** A moment that is not known. */
	private static final long UNKNOWN = Long.MIN_VALUE;

	private final String speechId;

	private final TranscriptText transcript = new TranscriptText();

	private volatile @Nullable SpanHandle speaking;

	private volatile @Nullable EouWaitHandle wait;

	private long speechStart = UNKNOWN;

	private long speechEnd = UNKNOWN;

	private long lastTranscript = UNKNOWN;

	private double confidenceSum;

	private int confidences;

	private boolean committed;

	UserTurnHandle(SpanStart start) {
		super(start);
		this.speechId = SpeechIds.next();
	}

	@Override
	void begun() {
		if (this.session != null) {
			this.session.userTurnStarted(this);
		}
	}

	@Override
	public String speechId() {
		return this.speechId;
	}

	@Nullable EouWaitHandle openWait() {
		EouWaitHandle wait = this.wait;
		return (wait != null && wait.isOpen()) ? wait : null;
	}

	@Override
	public synchronized void startedSpeaking(@Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		endWait(EouWaitHandle.USER_RESUMED, at);
		SpanHandle speaking = this.speaking;
		if (speaking == null || !speaking.isOpen()) {
			long moment = momentOf(at);
			this.speaking = startChild(Stage.USER_SPEAKING, SessionClock.toInstant(moment));
			if (this.speechStart == UNKNOWN) {
				this.speechStart = moment;
			}
		}
	}

	@Override
	public synchronized void stoppedSpeaking(@Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		long moment = momentOf(at);
		Instant when = SessionClock.toInstant(moment);
		this.speechEnd = moment;
		SpanHandle speaking = this.speaking;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(when);
		}
		if (openWait() == null && !this.committed) {
			this.wait = (startChild(Stage.EOU_WAIT, when) instanceof EouWaitHandle begun) ? begun : null;
		}
	}

	private SpanHandle startChild(Stage stage, Instant at) {
		return this.recorder.starter().start(stage, null, this, this.session, at);
	}

	@Override
	public void interimTranscript(@Nullable String text) {
		// Each is superseded by the next, so there is nothing to keep but that the
		// session is alive.
		accepts();
	}

	@Override
	public void finalTranscript(@Nullable String text) {
		finalTranscript(text, Double.NaN, false);
	}

	@Override
	public void finalTranscript(@Nullable String text, double confidence) {
		finalTranscript(text, confidence, true);
	}

	private synchronized void finalTranscript(@Nullable String text, double confidence, boolean confidenceGiven) {
		if (text == null || !accepts()) {
			return;
		}
		this.lastTranscript = nowNanos();
		if (text != null && capturesContent()) {
			put(TelemetryAttributes.TRANSCRIPT, this.transcript.append(text));
		}
		if (!confidenceGiven) {
			return;
		}
		if (confidence >= 0 && confidence <= 1) {
			this.confidenceSum += confidence;
			this.confidences++;
			put(TelemetryAttributes.TRANSCRIPT_CONFIDENCE, this.confidenceSum / this.confidences);
		}
		else {
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
		}
	}

	@Override
	public void commit() {
		commit(null);
	}

	@Override
	public synchronized void commit(@Nullable Instant at) {
		if (!accepts() || this.committed) {
			return;
		}
		this.committed = true;
		long moment = momentOf(at);
		endWait(EouWaitHandle.COMMITTED, SessionClock.toInstant(moment));
		putDelays(moment);
		if (this.speechEnd != UNKNOWN && this.session != null) {
			this.session.speechToAnswer(this.speechEnd);
		}
	}

	/**
	 * What makes no sense together is not known, as LiveKit's end-of-turn tests have it.
	 */
	private void putDelays(long committedAt) {
		boolean consistent = this.speechEnd != UNKNOWN
				&& (this.speechStart == UNKNOWN || this.speechEnd >= this.speechStart) && committedAt >= this.speechEnd;
		if (!consistent) {
			return;
		}
		putSeconds(TelemetryAttributes.END_OF_UTTERANCE_DELAY, SessionClock.seconds(committedAt - this.speechEnd));
		if (this.lastTranscript != UNKNOWN) {
			// A transcript may be final before the caller is found to have stopped.
			putSeconds(TelemetryAttributes.TRANSCRIPTION_DELAY,
					SessionClock.seconds(Math.max(this.lastTranscript - this.speechEnd, 0)));
		}
	}

	private void endWait(String outcome, @Nullable Instant at) {
		EouWaitHandle wait = openWait();
		if (wait != null) {
			wait.decided(outcome, at);
		}
	}

	@Override
	public void end(@Nullable Instant at) {
		if (isOpen()) {
			commit(at);
			endSpeaking(at);
		}
		super.end(at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		if (isOpen()) {
			abandon(null);
		}
		super.fail(error);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		if (isOpen()) {
			abandon(at);
		}
		super.cancel(at);
	}

	private synchronized void abandon(@Nullable Instant at) {
		endWait(EouWaitHandle.DROPPED, at);
		endSpeaking(at);
	}

	private void endSpeaking(@Nullable Instant at) {
		SpanHandle speaking = this.speaking;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
	}

	@Override
	void beforeSpanEnds(long endNanos, Outcome outcome) {
		this.speaking = null;
		this.wait = null;
	}

	@Override
	public SpeechRecognition startRecognition() {
		return (SpeechRecognition) this.recorder.starter().start(Stage.STT_REQUEST, null, this, this.session, null);
	}

	@Override
	public EndOfTurnDetection startEndOfTurnDetection() {
		return (EndOfTurnDetection) this.recorder.starter().start(Stage.EOU_DETECTION, null, this, this.session, null);
	}

	@Override
	public VoiceSpan startOnUserTurnCompleted() {
		return this.recorder.starter().start(Stage.ON_USER_TURN_COMPLETED, null, this, this.session, null);
	}

}

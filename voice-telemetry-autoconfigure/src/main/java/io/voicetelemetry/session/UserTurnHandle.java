package io.voicetelemetry.session;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

final class UserTurnHandle extends SpanHandle implements UserTurn {

	/** A moment that is not known. */
	private static final long UNKNOWN = Long.MIN_VALUE;

	private final TranscriptText transcript = new TranscriptText(" ", this.recorder.content());

	private volatile @Nullable EouWaitHandle wait;

	private @Nullable SpanHandle speaking;

	/** When the caller began to speak the last time. */
	private long speechStart = UNKNOWN;

	/** When they fell silent after that. */
	private long speechEnd = UNKNOWN;

	/** When the last of it was understood. */
	private long lastTranscript = UNKNOWN;

	private double confidenceSum;

	private int confidences;

	private boolean committed;

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
		this.speechEnd = moment;
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
		understood(text, capturesContent());
	}

	@Override
	public synchronized void finalTranscript(@Nullable String text, double confidence) {
		if (!understood(text, capturesContent())) {
			return;
		}
		if (confidence >= 0 && confidence <= 1) {
			this.confidenceSum += confidence;
			this.confidences++;
			put(TelemetryAttributes.TRANSCRIPT_CONFIDENCE, this.confidenceSum / this.confidences);
		}
		else {
			refuse(RefusalReason.INVALID_VALUE);
		}
	}

	/**
	 * Told that more of what the caller says was understood.
	 * @param kept whether the text may be kept
	 */
	synchronized boolean understood(@Nullable String text, boolean kept) {
		if (text == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
			return false;
		}
		if (!accepts()) {
			return false;
		}
		this.lastTranscript = nowNanos();
		if (kept) {
			this.transcript.append(text);
		}
		return true;
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
		putDelays(moment);
		if (this.speechEnd != UNKNOWN && this.session != null) {
			this.session.turns().committed(this, this.speechEnd);
		}
	}

	/**
	 * What makes no sense together is not known, as LiveKit's end-of-turn tests have it.
	 */
	private void putDelays(long committedAt) {
		if (this.speechEnd == UNKNOWN || this.speechEnd < this.speechStart || committedAt < this.speechEnd) {
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

	@Override
	void beforeSpanEnds() {
		putLimited(TelemetryAttributes.TRANSCRIPT, this.transcript.text());
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

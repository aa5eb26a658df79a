package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class SpeechSynthesisHandle extends RetriedRequestHandle implements SpeechSynthesis {

	/** What a model streams comes in parts of words. */
	private final TranscriptText input = new TranscriptText("", this.recorder.content());

	private final AnswerSteps steps = AnswerSteps.of(reply());

	private volatile ReplyContent.@Nullable Piece piece;

	private volatile int pieces;

	private volatile long characters;

	private volatile long firstTextNanos;

	private volatile long firstAudioNanos;

	private volatile OptionalDouble ttfb = OptionalDouble.empty();

	private volatile OptionalDouble audioDuration = OptionalDouble.empty();

	private volatile OptionalLong spokenCharacters = OptionalLong.empty();

	private volatile @Nullable String segmentId;

	private volatile @Nullable AudioFormat audioFormat;

	/** What is streamed comes one piece after the other: they need no lock. */
	private long audioBytes;

	SpeechSynthesisHandle(SpanStart start) {
		super(start);
	}

	@Override
	boolean hasAnswered() {
		return this.ttfb.isPresent() || knowsAnswer();
	}

	@Override
	void becameNode() {
		this.steps.over(this.startNanos);
		AgentTurnHandle reply = reply();
		if (reply != null) {
			reply.synthesisWithdrawn();
		}
	}

	@Override
	public SpeechSynthesis model(@Nullable String provider, @Nullable String model) {
		asks(provider, model);
		return this;
	}

	@Override
	public SpeechSynthesis voice(@Nullable String voice) {
		set(TelemetryAttributes.TTS_VOICE, voice);
		return this;
	}

	@Override
	public SpeechSynthesis segment(@Nullable String segmentId) {
		set(TelemetryAttributes.TTS_SEGMENT_ID, segmentId);
		return this;
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		super.noted(attribute, value);
		if (attribute == TelemetryAttributes.TTS_SEGMENT_ID) {
			this.segmentId = NAME.limit((String) value);
		}
		else if (attribute == TelemetryAttributes.TTS_AUDIO_FORMAT) {
			this.audioFormat = AudioFormat.find((String) value).orElse(null);
			if (this.audioFormat == null) {
				refuse(RefusalReason.INVALID_VALUE);
			}
		}
		else if (attribute == TelemetryAttributes.TTS_AUDIO_DURATION && value instanceof Double seconds
				&& Numbers.isSeconds(seconds)) {
			this.audioDuration = OptionalDouble.of(seconds);
		}
		else if (attribute == TelemetryAttributes.TTS_CHARACTERS && value instanceof Long count && count >= 0) {
			this.characters = count;
		}
	}

	@Override
	public synchronized void textHandedOver(@Nullable String text) {
		if (text == null || text.isEmpty() || !accepts()) {
			return;
		}
		if (this.pieces == 0) {
			this.firstTextNanos = nowNanos();
			this.steps.begin(LatencyPart.Kind.TTS, this.firstTextNanos);
			AgentTurnHandle reply = reply();
			if (reply != null) {
				reply.textHandedOver(this.firstTextNanos);
			}
		}
		this.pieces = this.pieces + 1;
		this.characters = this.characters + text.codePointCount(0, text.length());
		putCount(TelemetryAttributes.TTS_CHARACTERS, this.characters);
		if (capturesContent()) {
			this.input.append(text);
			if (this.piece == null) {
				this.piece = new ReplyContent.Piece(this.firstTextNanos, this.input);
			}
		}
	}

	@Override
	public void firstAudio() {
		firstAudio(null);
	}

	@Override
	public synchronized void firstAudio(@Nullable Instant at) {
		if (!takesFigures() || !accepts() || this.ttfb.isPresent()) {
			return;
		}
		// The wait of the model for its text is none of the synthesiser's.
		long from = (this.pieces > 0) ? this.firstTextNanos : this.startNanos;
		OptionalLong measurable = measurable(at);
		if (measurable.isEmpty()) {
			return;
		}
		long moment = measurable.getAsLong();
		if (moment < from) {
			refuse(RefusalReason.INVALID_VALUE);
			return;
		}
		this.firstAudioNanos = moment;
		if (this.pieces == 0) {
			this.steps.begin(LatencyPart.Kind.TTS, from);
		}
		this.ttfb = OptionalDouble.of(SessionClock.seconds(moment - from));
		putSeconds(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE, this.ttfb.getAsDouble());
		this.steps.reached(moment, LatencyPart.Kind.PLAYOUT);
	}

	/**
	 * What a try has sent is not what the next one will send.
	 */
	@Override
	synchronized void attemptBegan() {
		if (isOpen() && attemptCount() > 1 && this.ttfb.isPresent()) {
			this.ttfb = OptionalDouble.empty();
			this.audioBytes = 0;
			if (this.pieces > 0) {
				this.steps.startAgain(LatencyPart.Kind.TTS, nowNanos());
			}
			else {
				this.steps.over(nowNanos());
			}
		}
	}

	@Override
	public void audioReceived(int bytes) {
		if (bytes <= 0) {
			return;
		}
		if (this.audioBytes == 0) {
			firstAudio();
		}
		this.audioBytes += bytes;
	}

	@Override
	public SpeechSynthesis audioFormat(@Nullable AudioFormat format) {
		set(TelemetryAttributes.TTS_AUDIO_FORMAT, (format != null) ? format.toString() : null);
		return this;
	}

	@Override
	public SpeechSynthesis audioDuration(@Nullable Duration audio) {
		if (audio != null && takesFigures() && accepts()) {
			if (!Numbers.isTime(audio)) {
				refuse(RefusalReason.INVALID_VALUE);
				return this;
			}
			this.audioDuration = OptionalDouble.of(Numbers.toSeconds(audio));
			putSeconds(TelemetryAttributes.TTS_AUDIO_DURATION, Numbers.toSeconds(audio));
		}
		return this;
	}

	@Override
	public SpeechSynthesis spoken(@Nullable String text) {
		if (text == null || heardLater(text) || !accepts()) {
			return this;
		}
		this.spokenCharacters = OptionalLong.of(text.codePointCount(0, text.length()));
		putCount(TelemetryAttributes.TTS_SPOKEN_CHARACTERS, this.spokenCharacters.getAsLong());
		if (capturesContent()) {
			put(TelemetryAttributes.SPOKEN_TEXT, text);
			heard(text);
		}
		return this;
	}

	/**
	 * Whether this is about what was played when the synthesis was over.
	 */
	private boolean heardLater(String text) {
		if (!lifecycle().isEnded() || !capturesContent() || ReplyContent.of(this) == null) {
			return false;
		}
		heard(text);
		return true;
	}

	private void heard(String text) {
		ReplyContent.Piece piece = this.piece;
		if (piece != null) {
			piece.heard(text, this.recorder.content());
		}
	}

	@Override
	void handContentOn(Outcome outcome) {
		ReplyContent.Piece piece = this.piece;
		ReplyContent reply = ReplyContent.of(this);
		if (piece != null && reply != null && takesFigures()) {
			if (outcome == Outcome.ERROR) {
				piece.failed();
			}
			reply.spoken(piece);
		}
	}

	@Override
	public SpeechSynthesis usage(@Nullable TokenUsage usage) {
		used(usage);
		return this;
	}

	@Override
	public SpeechSynthesis connected(@Nullable Duration acquireTime, boolean reused) {
		connectionAcquired(acquireTime, reused);
		return this;
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		if (this.ttfb.isEmpty() && this.pieces == 0) {
			this.steps.begin(LatencyPart.Kind.TTS, this.startNanos);
		}
		if (origin.outcome() != Outcome.SUCCESS) {
			// Another has to be heard in its place.
			this.steps.over(endNanos);
		}
		else if (this.ttfb.isEmpty()) {
			// Whoever returns the audio as a whole has it now.
			this.steps.over(endNanos);
			this.steps.begin(LatencyPart.Kind.PLAYOUT, endNanos);
		}
		VoiceMetrics metrics = new TtsMetrics(origin, secondsUntil(endNanos), this.ttfb, audio(origin.outcome()),
				characters(origin.outcome()), tokens(), this.pieces > 1, this.segmentId, attemptCount(), acquireTime(),
				connectionReused(), attemptSeconds(endNanos), attemptToFirst());
		this.steps.spentOn(metrics);
		return List.of(metrics);
	}

	/**
	 * From the last try to the first byte, or from the first text, if that came later.
	 */
	private OptionalDouble attemptToFirst() {
		OptionalDouble ttfb = this.ttfb;
		OptionalDouble ofAttempt = ttfb.isPresent() ? attemptSecondsTo(this.firstAudioNanos) : ttfb;
		return ofAttempt.isPresent() ? OptionalDouble.of(Math.min(ofAttempt.getAsDouble(), ttfb.getAsDouble()))
				: ofAttempt;
	}

	/**
	 * How much audio was made: of a synthesis that was cut off, no more than was played,
	 * if that is known and all of it was of this one.
	 */
	private OptionalDouble audio(Outcome outcome) {
		OptionalDouble made = audioMade();
		AgentTurnHandle reply = reply();
		OptionalDouble played = (outcome == Outcome.CANCELLED && reply != null) ? reply.playedOfOnlySynthesis()
				: OptionalDouble.empty();
		if (played.isEmpty() || made.isEmpty()) {
			return played.isPresent() ? played : made;
		}
		return OptionalDouble.of(Math.min(played.getAsDouble(), made.getAsDouble()));
	}

	/**
	 * What was said of it, else what the bytes come to.
	 */
	private OptionalDouble audioMade() {
		AudioFormat format = this.audioFormat;
		if (this.audioDuration.isPresent() || format == null || this.audioBytes == 0) {
			return this.audioDuration;
		}
		return OptionalDouble.of(format.seconds(this.audioBytes));
	}

	private OptionalLong characters(Outcome outcome) {
		if (outcome == Outcome.CANCELLED && this.spokenCharacters.isPresent()) {
			return this.spokenCharacters;
		}
		return (this.characters > 0) ? OptionalLong.of(this.characters) : OptionalLong.empty();
	}

	@Override
	Stage nodeStage() {
		return Stage.TTS_NODE;
	}

	@Override
	Stage attemptStage() {
		return Stage.TTS_REQUEST_RUN;
	}

	@Override
	void begun() {
		AgentTurnHandle reply = reply();
		if (reply != null) {
			reply.synthesisStarted();
		}
	}

	@Override
	void beforeSpanEnds() {
		if (takesFigures() && this.audioBytes > 0) {
			putCount(TelemetryAttributes.TTS_AUDIO_BYTES, this.audioBytes);
			audioMade().ifPresent((seconds) -> putSeconds(TelemetryAttributes.TTS_AUDIO_DURATION, seconds));
		}
		if (takesFigures()) {
			putAttempts();
			if (attemptCount() > 1) {
				attemptToFirst()
					.ifPresent((seconds) -> putSeconds(TelemetryAttributes.ATTEMPT_TIME_TO_FIRST_BYTE, seconds));
			}
		}
		putText(TelemetryAttributes.TTS_INPUT_TEXT, this.input);
	}

}

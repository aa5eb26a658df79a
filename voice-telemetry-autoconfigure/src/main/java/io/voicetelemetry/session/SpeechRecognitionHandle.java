package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class SpeechRecognitionHandle extends MeasuredHandle implements SpeechRecognition {

	private static final long UNKNOWN = -1;

	private final TranscriptText text = new TranscriptText(" ", this.recorder.content());

	private volatile boolean streamed;

	/** Of all audio, in nanoseconds. */
	private volatile long audio = UNKNOWN;

	/** Of the audio that figures were told of already. */
	private volatile long told;

	SpeechRecognitionHandle(SpanStart start) {
		super(start);
	}

	@Override
	public SpeechRecognition model(@Nullable String provider, @Nullable String model) {
		asks(provider, model);
		return this;
	}

	@Override
	public SpeechRecognition transcript(@Nullable String text) {
		understood(text, OptionalDouble.empty());
		return this;
	}

	@Override
	public SpeechRecognition transcript(@Nullable String text, double confidence) {
		understood(text, OptionalDouble.of(confidence));
		return this;
	}

	private void understood(@Nullable String text, OptionalDouble confidence) {
		if (text != null && accepts()) {
			boolean kept = capturesContent();
			if (kept) {
				this.text.append(text);
			}
			UserTurnHandle turn = turnThatSpeaks();
			if (turn != null) {
				turn.understood(text, kept, confidence);
			}
			else if (kept && this.session != null) {
				// Not all that is recognised in the call.
				TranscriptText first = new TranscriptText("", this.recorder.content());
				first.append(text);
				this.session.said().callerSaid(first);
			}
		}
	}

	/**
	 * The turn whose words these are: one that goes along with the speech may go on for
	 * many, any other is of the turn that it began in, however late it is.
	 */
	private @Nullable UserTurnHandle turnThatSpeaks() {
		UserTurnHandle own = (this.parent instanceof UserTurnHandle turn) ? turn : null;
		if ((own != null && (own.isOpen() || !this.streamed)) || this.session == null) {
			return own;
		}
		UserTurnHandle open = this.session.turns().openUserTurn();
		return (open != null) ? open : own;
	}

	@Override
	MetricsOrigin origin(Outcome outcome, @Nullable String errorType, long atNanos) {
		MetricsOrigin origin = super.origin(outcome, errorType, atNanos);
		if (this.session == null || (this.speechId != null && !this.streamed)) {
			return origin;
		}
		UserTurnHandle turn = turnThatSpeaks();
		return origin
			.withSpeechId((turn != null && turn.isOpen()) ? turn.speechId() : this.session.turns().lastSpeechId());
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		super.noted(attribute, value);
		if (attribute == TelemetryAttributes.STT_AUDIO_DURATION && value instanceof Double seconds
				&& Numbers.isSeconds(seconds)) {
			this.audio = Math.round(seconds * 1e9);
		}
	}

	@Override
	public SpeechRecognition audioDuration(@Nullable Duration audio) {
		if (audio != null && isSensible(audio)) {
			synchronized (lifecycle().lock()) {
				put(audio.toNanos());
			}
		}
		return this;
	}

	@Override
	public SpeechRecognition audioRecognized(@Nullable Duration more) {
		if (more == null || !isSensible(more)) {
			return this;
		}
		long nanos = more.toNanos();
		SttMetrics part = new SttMetrics(origin(Outcome.SUCCESS, null, nowNanos()), OptionalDouble.empty(),
				seconds(nanos), TokenUsage.unknown(), true, OptionalDouble.empty(), null);
		// Each second is told once, here or with the end.
		synchronized (lifecycle().lock()) {
			if (lifecycle().isEnded()) {
				refuse(RefusalReason.LATE);
				return this;
			}
			this.streamed = true;
			long sum = Math.max(this.audio, 0) + nanos;
			if (!Numbers.isSeconds(SessionClock.seconds(sum))) {
				refuse(RefusalReason.INVALID_VALUE);
				return this;
			}
			put(sum);
			this.told += nanos;
			if (this.session != null) {
				this.session.figures().add(part);
			}
		}
		if (this.session != null) {
			this.session.figures().tell(lifecycle().lock());
		}
		else {
			this.recorder.publisher().publish(part);
		}
		return this;
	}

	private boolean isSensible(Duration audio) {
		if (!accepts()) {
			return false;
		}
		if (!Numbers.isTime(audio)) {
			refuse(RefusalReason.INVALID_VALUE);
			return false;
		}
		return true;
	}

	private void put(long nanos) {
		this.audio = nanos;
		putSeconds(TelemetryAttributes.STT_AUDIO_DURATION, SessionClock.seconds(nanos));
	}

	@Override
	public SpeechRecognition streamed() {
		if (accepts()) {
			this.streamed = true;
		}
		return this;
	}

	@Override
	public SpeechRecognition usage(@Nullable TokenUsage usage) {
		used(usage);
		return this;
	}

	@Override
	public SpeechRecognition connected(@Nullable Duration acquireTime, boolean reused) {
		connectionAcquired(acquireTime, reused);
		return this;
	}

	@Override
	public SpeechRecognition language(@Nullable String language) {
		set(TelemetryAttributes.STT_LANGUAGE, language);
		return this;
	}

	@Override
	public SpeechRecognition understood(@Nullable SttResult result) {
		if (result != null) {
			read(result, this::take);
		}
		return this;
	}

	private void take(SttResult result) {
		audioDuration(result.audioDuration());
		language(result.language());
		usage(result.usage());
		usedLibraryOf(result.provider());
		transcript(result.transcript());
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		long rest = this.audio - this.told;
		OptionalDouble audio = (this.audio == UNKNOWN || (rest <= 0 && this.told > 0)) ? OptionalDouble.empty()
				: seconds(rest);
		OptionalDouble duration = this.streamed ? OptionalDouble.empty() : OptionalDouble.of(secondsUntil(endNanos));
		return List
			.of(new SttMetrics(origin, duration, audio, tokens(), this.streamed, acquireTime(), connectionReused()));
	}

	private static OptionalDouble seconds(long nanos) {
		return OptionalDouble.of(SessionClock.seconds(nanos));
	}

	@Override
	void beforeSpanEnds() {
		putText(TelemetryAttributes.TRANSCRIPT, this.text);
	}

}

package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

final class SpeechSynthesisHandle extends SpanHandle implements SpeechSynthesis {

	/** What a model streams comes in parts of words. */
	private final TranscriptText input = new TranscriptText("", this.recorder.content());

	private long characters;

	private long firstTextNanos;

	private boolean firstAudio;

	private @Nullable Attempts attempts;

	SpeechSynthesisHandle(SpanStart start) {
		super(start);
	}

	@Override
	public SpeechSynthesis model(@Nullable String provider, @Nullable String model) {
		set(TelemetryAttributes.PROVIDER_NAME, provider);
		set(TelemetryAttributes.REQUEST_MODEL, model);
		return this;
	}

	@Override
	public SpeechSynthesis voice(@Nullable String voice) {
		set(TelemetryAttributes.TTS_VOICE, voice);
		return this;
	}

	@Override
	public synchronized void textHandedOver(@Nullable String text) {
		if (text == null || text.isEmpty() || !accepts()) {
			return;
		}
		if (this.characters == 0) {
			this.firstTextNanos = nowNanos();
		}
		this.characters += text.codePointCount(0, text.length());
		putCount(TelemetryAttributes.TTS_CHARACTERS, this.characters);
		if (capturesContent()) {
			this.input.append(text);
		}
	}

	@Override
	public void firstAudio() {
		firstAudio(null);
	}

	@Override
	public synchronized void firstAudio(@Nullable Instant at) {
		if (!accepts() || this.firstAudio) {
			return;
		}
		this.firstAudio = true;
		// The wait of the model for its text is none of the synthesiser's.
		long from = (this.characters > 0) ? this.firstTextNanos : this.startNanos;
		putSeconds(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE, SessionClock.seconds(momentOf(at) - from));
	}

	@Override
	public SpeechSynthesis audioDuration(@Nullable Duration audio) {
		if (audio != null && accepts()) {
			putSeconds(TelemetryAttributes.TTS_AUDIO_DURATION, toSeconds(audio));
		}
		return this;
	}

	@Override
	public VoiceSpan startAttempt() {
		return attempts().start();
	}

	@Override
	public VoiceSpan attemptStarted() {
		return attempts().started();
	}

	@Override
	public void attemptEnded(@Nullable Throwable error) {
		attempts().ended(error);
	}

	private synchronized Attempts attempts() {
		if (this.attempts == null) {
			this.attempts = new Attempts(this, Stage.TTS_REQUEST_RUN);
		}
		return this.attempts;
	}

	@Override
	void beforeSpanEnds() {
		putLimited(TelemetryAttributes.TTS_INPUT_TEXT, this.input.text());
	}

}

package io.voicetelemetry.session;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

final class SpeechRecognitionHandle extends SpanHandle implements SpeechRecognition {

	private final TranscriptText text = new TranscriptText(" ", this.recorder.content());

	SpeechRecognitionHandle(SpanStart start) {
		super(start);
	}

	@Override
	public SpeechRecognition model(@Nullable String provider, @Nullable String model) {
		set(TelemetryAttributes.PROVIDER_NAME, provider);
		set(TelemetryAttributes.REQUEST_MODEL, model);
		return this;
	}

	@Override
	public SpeechRecognition transcript(@Nullable String text) {
		if (text != null && accepts()) {
			boolean kept = capturesContent();
			if (kept) {
				this.text.append(text);
			}
			if (this.parent instanceof UserTurnHandle turn) {
				turn.understood(text, kept);
			}
		}
		return this;
	}

	@Override
	public SpeechRecognition audioDuration(@Nullable Duration audio) {
		if (audio != null && accepts()) {
			putSeconds(TelemetryAttributes.STT_AUDIO_DURATION, toSeconds(audio));
		}
		return this;
	}

	@Override
	public SpeechRecognition language(@Nullable String language) {
		set(TelemetryAttributes.STT_LANGUAGE, language);
		return this;
	}

	@Override
	void beforeSpanEnds() {
		putLimited(TelemetryAttributes.TRANSCRIPT, this.text.text());
	}

}

package io.voicetelemetry.session;

final class TtsNodeHandle extends SpanHandle implements TtsNode {

	TtsNodeHandle(SpanStart start) {
		super(start);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) this.recorder.starter().start(Stage.TTS_REQUEST, null, this, this.session, null);
	}

}

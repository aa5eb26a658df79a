package io.voicetelemetry.session;

final class TtsNodeHandle extends SpanHandle implements TtsNode {

	TtsNodeHandle(SpanStart start) {
		super(start);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) startChild(Stage.TTS_REQUEST);
	}

}

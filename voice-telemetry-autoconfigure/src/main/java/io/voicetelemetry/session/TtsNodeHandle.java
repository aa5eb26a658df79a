package io.voicetelemetry.session;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

final class TtsNodeHandle extends SpanHandle implements TtsNode {

	/** Guarded by the lock of the tree. */
	private final FallbackOrder asked = new FallbackOrder();

	TtsNodeHandle(SpanStart start) {
		super(start);
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		this.asked.ended(child, outcome);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) startChild(Stage.TTS_REQUEST);
	}

}

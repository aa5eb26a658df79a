package io.voicetelemetry.session;

final class LlmNodeHandle extends SpanHandle implements LlmNode {

	LlmNodeHandle(SpanStart start) {
		super(start);
	}

	@Override
	void begun() {
		if (this.parent instanceof AgentTurnHandle turn) {
			turn.generationStarted(this);
		}
	}

	@Override
	public LlmCall startLlmCall() {
		return (LlmCall) startChild(Stage.LLM_REQUEST);
	}

}

package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * A stage that the steps of an answer are begun in: models, tools and synthesis.
 */
abstract class AnsweringHandle extends SpanHandle {

	AnsweringHandle(SpanStart start) {
		super(start);
	}

	public final LlmNode startLlmNode() {
		return (LlmNode) startChild(Stage.LLM_NODE);
	}

	public final LlmCall startLlmCall() {
		return (LlmCall) startChild(Stage.LLM_REQUEST);
	}

	public final RealtimeInference startRealtimeInference() {
		return (RealtimeInference) startChild(Stage.REALTIME_INFERENCE);
	}

	public final ToolCall startToolCall(@Nullable String name) {
		return ToolCallHandle.named(startChild(Stage.FUNCTION_TOOL), name);
	}

	public final TtsNode startTtsNode() {
		return (TtsNode) startChild(Stage.TTS_NODE);
	}

	public final SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) startChild(Stage.TTS_REQUEST);
	}

}

package io.voicetelemetry.session;

import io.opentelemetry.context.Context;

/**
 * The pipeline stage that asks a language model, with whatever surrounds the requests.
 *
 * @since 0.1
 */
public interface LlmNode extends VoiceSpan {

	/**
	 * The stage in which this thread runs.
	 * @return the stage, or one that does nothing if there is none
	 */
	static LlmNode current() {
		return VoiceContext.nearest(Context.current(), LlmNode.class, NoopHandles.LLM_NODE);
	}

	/**
	 * Begins a request to a model.
	 * @return the request
	 */
	LlmCall startLlmCall();

}

package io.voicetelemetry.benchmarks;

import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.VoiceAttribute;

/**
 * The annotated bean. What it does costs nothing, so that all that is measured is the
 * telemetry around it.
 */
class LanguageModel {

	static final String PROVIDER = "openai";

	/**
	 * A call outside any session: it has to be told the conversation.
	 */
	@TracedLlmCall(provider = PROVIDER, model = "#{#model}")
	Answer answer(String model, @VoiceAttribute("gen_ai.conversation.id") String conversation,
			@VoiceAttribute("gen_ai.request.max_tokens") int maxTokens) {
		return Answer.FIXED;
	}

	/**
	 * A call in a session, which knows the conversation.
	 */
	@TracedLlmCall(provider = PROVIDER, model = "#{#model}")
	Answer answerInSession(String model, @VoiceAttribute("gen_ai.request.max_tokens") int maxTokens) {
		return Answer.FIXED;
	}

	/**
	 * A call in a session of which is kept what was said.
	 */
	@TracedLlmCall(provider = PROVIDER, model = "#{#model}")
	Answer answerAtLength(String model, @Prompt String prompt) {
		return Answer.LONG;
	}

}

package io.voicetelemetry.sample.llm;

import dev.langchain4j.model.openai.OpenAiTokenUsage;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the tokens a provider counted, as far as it counted them.
 */
final class Usage {

	private Usage() {
	}

	static @Nullable TokenUsage of(dev.langchain4j.model.output.@Nullable TokenUsage usage) {
		if (usage == null) {
			return null;
		}
		TokenUsage tokens = TokenUsage.of(usage.inputTokenCount(), usage.outputTokenCount());
		if (usage instanceof OpenAiTokenUsage openAi) {
			Integer cached = (openAi.inputTokensDetails() != null) ? openAi.inputTokensDetails().cachedTokens() : null;
			Integer reasoning = (openAi.outputTokensDetails() != null) ? openAi.outputTokensDetails().reasoningTokens()
					: null;
			tokens = (cached != null) ? tokens.withCachedInput(cached) : tokens;
			tokens = (reasoning != null) ? tokens.withReasoningOutput(reasoning) : tokens;
		}
		return tokens;
	}

}

package io.voicetelemetry.integration.springai;

import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Spring AI's usage as ours. Spring AI says 0 where a provider said nothing.
 */
final class TokenCounts {

	private TokenCounts() {
	}

	static TokenUsage of(@Nullable Usage usage) {
		if (usage == null || usage instanceof EmptyUsage) {
			return TokenUsage.unknown();
		}
		Integer input = usage.getPromptTokens();
		Integer output = usage.getCompletionTokens();
		if (isNothing(input) && isNothing(output)) {
			return TokenUsage.unknown();
		}
		TokenUsage tokens = TokenUsage.of(input, output);
		Long read = usage.getCacheReadInputTokens();
		if (read != null) {
			tokens = tokens.withCachedInput(read);
		}
		Long written = usage.getCacheWriteInputTokens();
		return (written != null) ? tokens.withCacheCreationInput(written) : tokens;
	}

	private static boolean isNothing(@Nullable Integer tokens) {
		return tokens == null || tokens == 0;
	}

}

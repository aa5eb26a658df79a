package io.voicetelemetry.integration.springai;

import java.util.Set;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Spring AI's usage as ours. Spring AI says 0 where a provider said nothing, and takes
 * the input as each provider counts it.
 */
final class TokenCounts {

	/** Whose input tokens are those alone that no cache had to do with. */
	private static final Set<String> WITHOUT_CACHE = Set.of("anthropic", "aws.bedrock");

	private TokenCounts() {
	}

	/**
	 * The counts.
	 * @param provider whose they are, as the GenAI conventions call it
	 */
	static TokenUsage of(@Nullable Usage usage, @Nullable String provider) {
		if (usage == null || usage instanceof EmptyUsage) {
			return TokenUsage.unknown();
		}
		Integer input = usage.getPromptTokens();
		Integer output = usage.getCompletionTokens();
		if (isNothing(input) && isNothing(output)) {
			return TokenUsage.unknown();
		}
		Long read = usage.getCacheReadInputTokens();
		Long written = usage.getCacheWriteInputTokens();
		TokenUsage tokens = TokenUsage.of(input, output);
		if (input != null && provider != null && WITHOUT_CACHE.contains(provider)) {
			tokens = tokens.with(TokenType.INPUT, input + count(read) + count(written));
		}
		if (read != null) {
			tokens = tokens.withCachedInput(read);
		}
		return (written != null) ? tokens.withCacheCreationInput(written) : tokens;
	}

	private static long count(@Nullable Long tokens) {
		return (tokens != null) ? Math.max(tokens, 0) : 0;
	}

	private static boolean isNothing(@Nullable Integer tokens) {
		return tokens == null || tokens == 0;
	}

}

package io.voicetelemetry.integration.bedrock;

import java.util.List;

import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.PromptRouterTrace;

/**
 * Fields of the SDK's types, each of which may be {@code null}.
 */
final class BedrockFields {

	private static final long UNKNOWN = -1;

	private BedrockFields() {
	}

	/**
	 * Bedrock counts what was read from a cache, or written to it, apart from the rest of
	 * the input.
	 */
	static @Nullable TokenUsage tokens(
			software.amazon.awssdk.services.bedrockruntime.model.@Nullable TokenUsage usage) {
		if (usage == null) {
			return null;
		}
		long input = count(usage.inputTokens());
		long read = count(usage.cacheReadInputTokens());
		long written = count(usage.cacheWriteInputTokens());
		long all = (input >= 0) ? input + Math.max(read, 0) + Math.max(written, 0) : UNKNOWN;
		return TokenUsage.of(all, count(usage.outputTokens())).withCachedInput(read).withCacheCreationInput(written);
	}

	private static long count(@Nullable Integer tokens) {
		return (tokens != null) ? tokens : UNKNOWN;
	}

	static List<String> reasons(@Nullable String stopReason) {
		return (stopReason != null) ? List.of(stopReason) : List.of();
	}

	/**
	 * The model that a prompt router chose: no other answer tells who gave it.
	 */
	static @Nullable String model(@Nullable PromptRouterTrace router) {
		return (router != null) ? router.invokedModelId() : null;
	}

}

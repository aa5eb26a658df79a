package io.voicetelemetry.integration.anthropic;

import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the client's types. Its getters throw where a field is missing that Anthropic
 * always sends.
 */
final class AnthropicFields {

	private static final long UNKNOWN = -1;

	private AnthropicFields() {
	}

	static <T> @Nullable T known(JsonField<T> field) {
		return field.asKnown().orElse(null);
	}

	static @Nullable String json(JsonValue value) {
		JsonNode node = value.convert(JsonNode.class);
		return (node != null) ? node.toString() : null;
	}

	static TokenUsage tokens(Usage usage) {
		return tokens(count(usage._inputTokens()), count(usage._outputTokens()), count(usage._cacheReadInputTokens()),
				count(usage._cacheCreationInputTokens()));
	}

	static TokenUsage tokens(MessageDeltaUsage usage) {
		return tokens(count(usage._inputTokens()), count(usage._outputTokens()), count(usage._cacheReadInputTokens()),
				count(usage._cacheCreationInputTokens()));
	}

	/**
	 * Anthropic counts what was read from a cache, or written to it, apart from the rest
	 * of the input.
	 */
	private static TokenUsage tokens(long input, long output, long read, long written) {
		long all = (input >= 0) ? input + Math.max(read, 0) + Math.max(written, 0) : UNKNOWN;
		return TokenUsage.of(all, output).withCachedInput(read).withCacheCreationInput(written);
	}

	private static long count(JsonField<Long> field) {
		Long count = known(field);
		return (count != null) ? count : UNKNOWN;
	}

}

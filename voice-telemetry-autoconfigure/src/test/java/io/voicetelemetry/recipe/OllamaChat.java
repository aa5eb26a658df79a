package io.voicetelemetry.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Ollama's own API, or a piece of one, of which the last has the tokens.
 */
record OllamaChat(String model, Message message, @JsonProperty("done_reason") @Nullable String doneReason,
		@JsonProperty("prompt_eval_count") @Nullable Integer promptTokens,
		@JsonProperty("eval_count") @Nullable Integer outputTokens) {

	record Message(String role, String content) {
	}

}

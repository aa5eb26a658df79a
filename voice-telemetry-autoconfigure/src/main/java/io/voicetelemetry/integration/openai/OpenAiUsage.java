package io.voicetelemetry.integration.openai;

import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.responses.ResponseUsage;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;

import static io.voicetelemetry.integration.openai.OpenAiFields.count;
import static io.voicetelemetry.integration.openai.OpenAiFields.known;

/**
 * Tokens as OpenAI counts them: all that it counts apart are parts of its input and
 * output.
 */
final class OpenAiUsage {

	private OpenAiUsage() {
	}

	static TokenUsage of(CompletionUsage usage) {
		TokenUsage tokens = TokenUsage.of(count(usage._promptTokens()), count(usage._completionTokens()));
		CompletionUsage.PromptTokensDetails input = known(usage._promptTokensDetails());
		if (input != null) {
			tokens = tokens.withCachedInput(count(input._cachedTokens()))
				.withCacheCreationInput(count(input._cacheWriteTokens()))
				.with(TokenType.INPUT_AUDIO, count(input._audioTokens()));
		}
		CompletionUsage.CompletionTokensDetails output = known(usage._completionTokensDetails());
		if (output != null) {
			tokens = tokens.withReasoningOutput(count(output._reasoningTokens()))
				.with(TokenType.OUTPUT_AUDIO, count(output._audioTokens()));
		}
		return tokens;
	}

	static TokenUsage of(ResponseUsage usage) {
		TokenUsage tokens = TokenUsage.of(count(usage._inputTokens()), count(usage._outputTokens()));
		ResponseUsage.InputTokensDetails input = known(usage._inputTokensDetails());
		if (input != null) {
			tokens = tokens.withCachedInput(count(input._cachedTokens()))
				.withCacheCreationInput(count(input._cacheWriteTokens()));
		}
		ResponseUsage.OutputTokensDetails output = known(usage._outputTokensDetails());
		return (output != null) ? tokens.withReasoningOutput(count(output._reasoningTokens())) : tokens;
	}

	static TokenUsage of(Transcription.Usage.Tokens usage) {
		TokenUsage tokens = TokenUsage.of(count(usage._inputTokens()), count(usage._outputTokens()));
		Transcription.Usage.Tokens.InputTokenDetails input = known(usage._inputTokenDetails());
		return (input != null) ? tokens.with(TokenType.INPUT_AUDIO, count(input._audioTokens()))
			.with(TokenType.INPUT_TEXT, count(input._textTokens())) : tokens;
	}

}

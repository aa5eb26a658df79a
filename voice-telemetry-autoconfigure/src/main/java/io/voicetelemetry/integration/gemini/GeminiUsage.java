package io.voicetelemetry.integration.gemini;

import java.util.List;
import java.util.Optional;

import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.ModalityTokenCount;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as Gemini counts them: what was cached is a part of the prompt, but thoughts are
 * none of the answer, nor are the results of its own tools of the prompt.
 */
final class GeminiUsage {

	private static final long UNKNOWN = -1;

	private GeminiUsage() {
	}

	static TokenUsage of(GenerateContentResponseUsageMetadata usage) {
		long prompt = count(usage.promptTokenCount());
		long input = (prompt >= 0) ? prompt + Math.max(count(usage.toolUsePromptTokenCount()), 0) : UNKNOWN;
		TokenUsage tokens = TokenUsage.of(input, output(usage, input))
			.withCachedInput(count(usage.cachedContentTokenCount()))
			.withReasoningOutput(count(usage.thoughtsTokenCount()));
		tokens = with(tokens, usage.promptTokensDetails(), Modalities.INPUT);
		tokens = with(tokens, usage.toolUsePromptTokensDetails(), Modalities.INPUT);
		tokens = with(tokens, usage.cacheTokensDetails(), Modalities.CACHED);
		return with(tokens, usage.candidatesTokensDetails(), Modalities.OUTPUT);
	}

	/**
	 * The answer and the thoughts, unless the total says that these were counted with it.
	 * Who thought but said nothing has no count of an answer.
	 */
	private static long output(GenerateContentResponseUsageMetadata usage, long input) {
		long answer = count(usage.candidatesTokenCount());
		long thoughts = count(usage.thoughtsTokenCount());
		long total = count(usage.totalTokenCount());
		if (answer < 0) {
			return (thoughts >= 0 && input >= 0 && total == input + thoughts) ? thoughts : UNKNOWN;
		}
		boolean countedWithIt = input >= 0 && total == input + answer;
		return countedWithIt ? answer : answer + Math.max(thoughts, 0);
	}

	private static TokenUsage with(TokenUsage tokens, Optional<List<ModalityTokenCount>> details,
			Modalities modalities) {
		TokenUsage sum = tokens;
		for (ModalityTokenCount detail : details.orElse(List.of())) {
			TokenType type = (detail != null)
					? detail.modality().map((modality) -> modalities.type(modality.toString())).orElse(null) : null;
			if (type != null) {
				sum = sum.plus(TokenUsage.unknown().with(type, count(detail.tokenCount())));
			}
		}
		return sum;
	}

	private static long count(Optional<Integer> count) {
		return Math.max(count.orElse((int) UNKNOWN), UNKNOWN);
	}

	/**
	 * What is counted by what it is.
	 */
	private enum Modalities {

		INPUT(TokenType.INPUT_TEXT, TokenType.INPUT_AUDIO, TokenType.INPUT_IMAGE),

		CACHED(TokenType.CACHED_INPUT_TEXT, TokenType.CACHED_INPUT_AUDIO, TokenType.CACHED_INPUT_IMAGE),

		OUTPUT(TokenType.OUTPUT_TEXT, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_IMAGE);

		private final TokenType text;

		private final TokenType audio;

		private final TokenType image;

		Modalities(TokenType text, TokenType audio, TokenType image) {
			this.text = text;
			this.audio = audio;
			this.image = image;
		}

		@Nullable TokenType type(String modality) {
			return switch (modality) {
				case "TEXT" -> this.text;
				case "AUDIO" -> this.audio;
				case "IMAGE" -> this.image;
				default -> null;
			};
		}

	}

}

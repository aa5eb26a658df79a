package io.voicetelemetry.integration.langchain4j;

import dev.langchain4j.model.openai.OpenAiTokenUsage;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UsageReaderTests {

	@Test
	void unknownIsNotZero() {
		assertThat(UsageReader.read(null)).isEqualTo(TokenUsage.unknown());
		assertThat(UsageReader.read(new dev.langchain4j.model.output.TokenUsage(null, 3)))
			.isEqualTo(TokenUsage.of(null, 3));
		assertThat(UsageReader.read(OpenAiTokenUsage.builder().inputTokenCount(5).build()))
			.isEqualTo(TokenUsage.of(5, null));
	}

	@Test
	void readsWhatOpenAiTells() {
		OpenAiTokenUsage usage = OpenAiTokenUsage.builder()
			.inputTokenCount(10)
			.inputTokensDetails(OpenAiTokenUsage.InputTokensDetails.builder().cachedTokens(4).build())
			.outputTokenCount(6)
			.outputTokensDetails(OpenAiTokenUsage.OutputTokensDetails.builder().reasoningTokens(2).build())
			.totalTokenCount(16)
			.build();
		assertThat(UsageReader.read(usage)).isEqualTo(TokenUsage.of(10, 6).withCachedInput(4).withReasoningOutput(2));
	}

	@Test
	void inputContainsWhatIsCached() {
		assertThat(UsageReader.read(new LikeAnthropic(10, 6)))
			.isEqualTo(TokenUsage.of(17, 6).withCachedInput(4).withCacheCreationInput(3));
	}

	@Test
	void outputContainsReasoning() {
		assertThat(UsageReader.read(new LikeGemini(10, 6, 18))).isEqualTo(TokenUsage.of(10, 8).withReasoningOutput(2));
		assertThat(UsageReader.read(new LikeGemini(10, 6, 16))).isEqualTo(TokenUsage.of(10, 6).withReasoningOutput(2));
	}

	public static class LikeAnthropic extends dev.langchain4j.model.output.TokenUsage {

		LikeAnthropic(int input, int output) {
			super(input, output);
		}

		public Integer cacheReadInputTokens() {
			return 4;
		}

		public Integer cacheCreationInputTokens() {
			return 3;
		}

	}

	public static class LikeGemini extends dev.langchain4j.model.output.TokenUsage {

		LikeGemini(int input, int output, int total) {
			super(input, output, total);
		}

		public Integer thoughtsTokenCount() {
			return 2;
		}

	}

}

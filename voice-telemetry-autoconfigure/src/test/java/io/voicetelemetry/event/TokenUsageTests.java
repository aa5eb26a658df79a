package io.voicetelemetry.event;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenUsageTests {

	@Test
	void knowsWhatItWasTold() {
		TokenUsage usage = TokenUsage.of(100L, 20L)
			.withCachedInput(80)
			.withCacheCreationInput(0)
			.withReasoningOutput(Long.MAX_VALUE);
		assertThat(usage.input()).hasValue(100);
		assertThat(usage.output()).hasValue(20);
		assertThat(usage.cachedInput()).hasValue(80);
		assertThat(usage.cacheCreationInput()).hasValue(0);
		assertThat(usage.reasoningOutput()).hasValue(Long.MAX_VALUE);
	}

	@Test
	void unknownIsNotZero() {
		assertThat(TokenUsage.of((Integer) null, null)).isEqualTo(TokenUsage.unknown());
		assertThat(TokenUsage.of(0, null).input()).hasValue(0);
		assertThat(TokenUsage.of(0, null).output()).isEmpty();
		assertThat(TokenUsage.of(-1L, Long.MIN_VALUE).input()).isEmpty();
		assertThat(TokenUsage.of(-1L, Long.MIN_VALUE).output()).isEmpty();
		assertThat(TokenUsage.of(1L, 2L).cachedInput()).isEmpty();
		assertThat(TokenUsage.of(1L, 2L).withCachedInput(-5).cachedInput()).isEmpty();
	}

	@Test
	void hasNoStateToChange() {
		TokenUsage usage = TokenUsage.of(1L, 2L);
		usage.withCachedInput(1);
		assertThat(usage.cachedInput()).isEmpty();
	}

	@Test
	void isEqualByWhatItKnows() {
		TokenUsage usage = TokenUsage.of(1L, 2L).withReasoningOutput(1);
		assertThat(usage).isEqualTo(TokenUsage.of(1, 2).withReasoningOutput(1))
			.hasSameHashCodeAs(TokenUsage.of(1, 2).withReasoningOutput(1))
			.isNotEqualTo(TokenUsage.of(1, 2))
			.isNotEqualTo(TokenUsage.of(2, 2).withReasoningOutput(1))
			.isNotEqualTo(null);
		assertThat(TokenUsage.of(-1L, 5L)).isEqualTo(TokenUsage.of(-2L, 5L)).hasSameHashCodeAs(TokenUsage.of(-2L, 5L));
		assertThat(TokenUsage.of(-1L, 5L).withCachedInput(-9)).isEqualTo(TokenUsage.of(-1L, 5L));
		assertThat(usage).hasToString("TokenUsage[input=1, output=2, reasoning_output=1]");
	}

	@Test
	void addsUpWhatIsKnown() {
		TokenUsage sum = TokenUsage.of(1L, -1L).withCachedInput(2).plus(TokenUsage.of(10L, 5L));
		assertThat(sum).isEqualTo(TokenUsage.of(11L, 5L).withCachedInput(2));
		assertThat(sum.plus(TokenUsage.unknown())).isEqualTo(sum);
		assertThat(TokenUsage.unknown().plus(sum)).isEqualTo(sum);
		assertThat(TokenUsage.of(Long.MAX_VALUE, 1L).plus(TokenUsage.of(1L, 1L)).input()).hasValue(Long.MAX_VALUE);
	}

	@Test
	void isUpdatedByWhatIsKnownLater() {
		TokenUsage updated = TokenUsage.of(100L, -1L).withCachedInput(7).updatedBy(TokenUsage.of(-1L, 20L));
		assertThat(updated).isEqualTo(TokenUsage.of(100L, 20L).withCachedInput(7));
		assertThat(updated.updatedBy(TokenUsage.of(1L, 2L)).input()).hasValue(1);
	}

	@Test
	void tellsModalitiesApart() {
		TokenUsage usage = TokenUsage.unknown().with(TokenType.OUTPUT_IMAGE, 3).with(TokenType.INPUT_AUDIO, 0);
		assertThat(usage.count(TokenType.OUTPUT_IMAGE)).hasValue(3);
		assertThat(usage.count(TokenType.INPUT_AUDIO)).hasValue(0);
		assertThat(usage.count(TokenType.INPUT_TEXT)).isEmpty();
		assertThat(usage.input()).isEmpty();
	}

	@Test
	void knowsATotalOfWhatIsKnownWhole() {
		assertThat(TokenUsage.of(1L, 2L).total()).hasValue(3);
		assertThat(TokenUsage.of(1L, -1L).total()).isEmpty();
		assertThat(TokenUsage.of(Long.MAX_VALUE, 2L).total()).hasValue(Long.MAX_VALUE);
	}

}

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
		assertThat(usage.toString()).isEqualTo("TokenUsage[input=OptionalLong[1], output=OptionalLong[2], "
				+ "cachedInput=OptionalLong.empty, cacheCreationInput=OptionalLong.empty, "
				+ "reasoningOutput=OptionalLong[1]]");
	}

}

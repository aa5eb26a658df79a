package io.voicetelemetry.benchmarks;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;

/**
 * What the model of the benchmarks answers.
 */
record Answer(String text, String responseModel, TokenUsage usage) implements LlmResult {

	static final Answer FIXED = new Answer("We open at eight.", "gpt-4.1-mini-2025-04-14", TokenUsage.of(1234, 56));

	/** 4 KB of speech. */
	static final Answer LONG = new Answer(
			"We open at eight, and \"Dr. Brown\" has time for two people on Tuesday at ten.\n".repeat(56)
				.substring(0, 4096),
			"gpt-4.1-mini-2025-04-14", TokenUsage.of(1234, 956));

}

package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Figures of one request to a language model, however it ended.
 *
 * @param origin where they come from
 * @param duration start to end, all tries included
 * @param ttft start to the first token of the answer
 * @param tokens the tokens, as the provider counted them
 * @param tokensPerSecond tokens of the completion for each second between the first token
 * and the last; absent if the answer came in one piece
 * @param attempts how many tries it took, at least 1
 * @since 0.1
 */
public record LlmMetrics(MetricsOrigin origin, double duration, OptionalDouble ttft, TokenUsage tokens,
		OptionalDouble tokensPerSecond, int attempts) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public LlmMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(duration, "duration");
		Figures.requireSeconds(ttft, "ttft");
		Objects.requireNonNull(tokens, "tokens");
		Figures.requireFinite(tokensPerSecond, "tokensPerSecond");
		if (attempts < 1) {
			throw new IllegalArgumentException("attempts must be at least 1 but is " + attempts);
		}
	}

	@Override
	public String type() {
		return "llm_metrics";
	}

}

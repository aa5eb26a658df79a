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
 * @param attemptDuration how long the last of them took, which is the one that was
 * answered if any was
 * @param attemptTtft start of the last of them to the first token of the answer
 * @since 0.1
 */
public record LlmMetrics(MetricsOrigin origin, double duration, OptionalDouble ttft, TokenUsage tokens,
		OptionalDouble tokensPerSecond, int attempts, double attemptDuration,
		OptionalDouble attemptTtft) implements VoiceMetrics {

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
		Figures.requireSeconds(attemptDuration, "attemptDuration");
		Figures.requireSeconds(attemptTtft, "attemptTtft");
	}

	/**
	 * Figures of a request whose tries are not told apart.
	 * @param origin where they come from
	 * @param duration start to end, all tries included
	 * @param ttft start to the first token of the answer
	 * @param tokens the tokens, as the provider counted them
	 * @param tokensPerSecond tokens of the completion for each second between the first
	 * token and the last
	 * @param attempts how many tries it took, at least 1
	 */
	public LlmMetrics(MetricsOrigin origin, double duration, OptionalDouble ttft, TokenUsage tokens,
			OptionalDouble tokensPerSecond, int attempts) {
		this(origin, duration, ttft, tokens, tokensPerSecond, attempts, duration, ttft);
	}

	@Override
	public String type() {
		return "llm_metrics";
	}

}

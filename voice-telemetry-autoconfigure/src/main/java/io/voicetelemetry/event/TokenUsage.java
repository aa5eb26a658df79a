package io.voicetelemetry.event;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that one model call took, as its provider counted them. A count that the
 * provider did not give is absent, never 0. Cached, cache-creation and reasoning tokens
 * are part of the input and output totals, as in the GenAI semantic conventions.
 * Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class TokenUsage {

	private static final long UNKNOWN = -1;

	private static final TokenUsage NOTHING_KNOWN = new TokenUsage(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

	private final long input;

	private final long output;

	private final long cachedInput;

	private final long cacheCreationInput;

	private final long reasoningOutput;

	private TokenUsage(long input, long output, long cachedInput, long cacheCreationInput, long reasoningOutput) {
		this.input = Math.max(input, UNKNOWN);
		this.output = Math.max(output, UNKNOWN);
		this.cachedInput = Math.max(cachedInput, UNKNOWN);
		this.cacheCreationInput = Math.max(cacheCreationInput, UNKNOWN);
		this.reasoningOutput = Math.max(reasoningOutput, UNKNOWN);
	}

	/**
	 * Usage with input and output tokens.
	 * @param input tokens of the prompt, cached ones included; negative is unknown
	 * @param output tokens of the completion, reasoning included; negative is unknown
	 * @return the usage
	 */
	public static TokenUsage of(long input, long output) {
		return new TokenUsage(input, output, UNKNOWN, UNKNOWN, UNKNOWN);
	}

	/**
	 * Usage with input and output tokens.
	 * @param input tokens of the prompt, cached ones included; {@code null} is unknown
	 * @param output tokens of the completion, reasoning included; {@code null} is unknown
	 * @return the usage
	 */
	public static TokenUsage of(@Nullable Integer input, @Nullable Integer output) {
		return of((input != null) ? input : UNKNOWN, (output != null) ? output : UNKNOWN);
	}

	/**
	 * Usage of which nothing is known.
	 * @return the usage
	 */
	public static TokenUsage unknown() {
		return NOTHING_KNOWN;
	}

	/**
	 * This usage with the part of the input that was read from a cache.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withCachedInput(long tokens) {
		return new TokenUsage(this.input, this.output, tokens, this.cacheCreationInput, this.reasoningOutput);
	}

	/**
	 * This usage with the part of the input that was written to a cache.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withCacheCreationInput(long tokens) {
		return new TokenUsage(this.input, this.output, this.cachedInput, tokens, this.reasoningOutput);
	}

	/**
	 * This usage with the part of the output that was spent on reasoning.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withReasoningOutput(long tokens) {
		return new TokenUsage(this.input, this.output, this.cachedInput, this.cacheCreationInput, tokens);
	}

	/**
	 * Tokens of the prompt, cached ones included.
	 * @return the tokens, if known
	 */
	public OptionalLong input() {
		return optional(this.input);
	}

	/**
	 * Tokens of the completion, reasoning included.
	 * @return the tokens, if known
	 */
	public OptionalLong output() {
		return optional(this.output);
	}

	/**
	 * The part of the input that was read from a cache.
	 * @return the tokens, if known
	 */
	public OptionalLong cachedInput() {
		return optional(this.cachedInput);
	}

	/**
	 * The part of the input that was written to a cache.
	 * @return the tokens, if known
	 */
	public OptionalLong cacheCreationInput() {
		return optional(this.cacheCreationInput);
	}

	/**
	 * The part of the output that was spent on reasoning.
	 * @return the tokens, if known
	 */
	public OptionalLong reasoningOutput() {
		return optional(this.reasoningOutput);
	}

	private static OptionalLong optional(long tokens) {
		return (tokens >= 0) ? OptionalLong.of(tokens) : OptionalLong.empty();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TokenUsage that && this.input == that.input && this.output == that.output
				&& this.cachedInput == that.cachedInput && this.cacheCreationInput == that.cacheCreationInput
				&& this.reasoningOutput == that.reasoningOutput;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.input * 31 + this.output);
	}

	@Override
	public String toString() {
		return "TokenUsage[input=" + input() + ", output=" + output() + ", cachedInput=" + cachedInput()
				+ ", cacheCreationInput=" + cacheCreationInput() + ", reasoningOutput=" + reasoningOutput() + "]";
	}

}

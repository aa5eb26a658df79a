package io.voicetelemetry.event;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.ObjLongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that one model call took, as its provider counted them. A count that the
 * provider did not give is absent, never 0. All types but input and output are parts of
 * these two, as in the GenAI semantic conventions. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class TokenUsage {

	private static final long UNKNOWN = -1;

	private static final TokenType[] TYPES = TokenType.values();

	private static final TokenUsage NOTHING_KNOWN = new TokenUsage(new long[0]);

	/**
	 * By the ordinal of the type, as long as needed: most calls report the first two or
	 * three.
	 */
	private final long[] counts;

	private TokenUsage(long[] counts) {
		this.counts = counts;
	}

	/**
	 * Usage with input and output tokens.
	 * @param input tokens of the prompt, cached ones included; negative is unknown
	 * @param output tokens of the completion, reasoning included; negative is unknown
	 * @return the usage
	 */
	public static TokenUsage of(long input, long output) {
		return new TokenUsage(new long[] { Math.max(input, UNKNOWN), Math.max(output, UNKNOWN) });
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
	 * This usage with a count of one type.
	 * @param type the type
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage with(TokenType type, long tokens) {
		int index = type.ordinal();
		int known = this.counts.length;
		long[] counts = Arrays.copyOf(this.counts, Math.max(known, index + 1));
		Arrays.fill(counts, known, counts.length, UNKNOWN);
		counts[index] = Math.max(tokens, UNKNOWN);
		return new TokenUsage(counts);
	}

	/**
	 * This usage with the part of the input that was read from a cache.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withCachedInput(long tokens) {
		return with(TokenType.CACHED_INPUT, tokens);
	}

	/**
	 * This usage with the part of the input that was written to a cache.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withCacheCreationInput(long tokens) {
		return with(TokenType.CACHE_CREATION_INPUT, tokens);
	}

	/**
	 * This usage with the part of the output that was spent on reasoning.
	 * @param tokens the tokens; negative is unknown
	 * @return the usage
	 */
	public TokenUsage withReasoningOutput(long tokens) {
		return with(TokenType.REASONING_OUTPUT, tokens);
	}

	/**
	 * This usage with what another knows in place of what this knows.
	 * @param later the other usage
	 * @return the usage
	 */
	public TokenUsage updatedBy(TokenUsage later) {
		return combined(Objects.requireNonNull(later, "later"), (mine, other) -> other);
	}

	/**
	 * The sum of this usage and another. What only one of them knows is the sum.
	 * @param more the other usage
	 * @return the sum
	 */
	public TokenUsage plus(TokenUsage more) {
		return combined(Objects.requireNonNull(more, "more"), Figures::sum);
	}

	private TokenUsage combined(TokenUsage other, Combination ofBothKnown) {
		if (other.counts.length == 0) {
			return this;
		}
		if (this.counts.length == 0) {
			return other;
		}
		long[] combined = new long[Math.max(this.counts.length, other.counts.length)];
		for (int i = 0; i < combined.length; i++) {
			long mine = count(i);
			long theirs = other.count(i);
			combined[i] = (mine < 0) ? theirs : (theirs < 0) ? mine : ofBothKnown.combine(mine, theirs);
		}
		return new TokenUsage(combined);
	}

	private long count(int index) {
		return (index < this.counts.length) ? this.counts[index] : UNKNOWN;
	}

	/**
	 * The tokens of one type.
	 * @param type the type
	 * @return the tokens, if known
	 */
	public OptionalLong count(TokenType type) {
		long count = count(type.ordinal());
		return (count >= 0) ? OptionalLong.of(count) : OptionalLong.empty();
	}

	/**
	 * The tokens of one type, without an object around them.
	 * @param type the type
	 * @param unknown what stands for what is not known
	 * @return the tokens, or what was given if they are not known
	 */
	public long count(TokenType type, long unknown) {
		long count = count(type.ordinal());
		return (count >= 0) ? count : unknown;
	}

	/**
	 * Goes through what is known.
	 * @param action told each type with its tokens
	 */
	public void forEach(ObjLongConsumer<TokenType> action) {
		for (int i = 0; i < this.counts.length; i++) {
			if (this.counts[i] >= 0) {
				action.accept(TYPES[i], this.counts[i]);
			}
		}
	}

	/**
	 * Tokens of the prompt, cached ones included.
	 * @return the tokens, if known
	 */
	public OptionalLong input() {
		return count(TokenType.INPUT);
	}

	/**
	 * Tokens of the completion, reasoning included.
	 * @return the tokens, if known
	 */
	public OptionalLong output() {
		return count(TokenType.OUTPUT);
	}

	/**
	 * Tokens of prompt and completion.
	 * @return the sum, if both are known
	 */
	public OptionalLong total() {
		long input = count(TokenType.INPUT.ordinal());
		long output = count(TokenType.OUTPUT.ordinal());
		return (input >= 0 && output >= 0) ? OptionalLong.of(Figures.sum(input, output)) : OptionalLong.empty();
	}

	/**
	 * The part of the input that was read from a cache.
	 * @return the tokens, if known
	 */
	public OptionalLong cachedInput() {
		return count(TokenType.CACHED_INPUT);
	}

	/**
	 * The part of the input that was written to a cache.
	 * @return the tokens, if known
	 */
	public OptionalLong cacheCreationInput() {
		return count(TokenType.CACHE_CREATION_INPUT);
	}

	/**
	 * The part of the output that was spent on reasoning.
	 * @return the tokens, if known
	 */
	public OptionalLong reasoningOutput() {
		return count(TokenType.REASONING_OUTPUT);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		if (!(other instanceof TokenUsage that)) {
			return false;
		}
		for (TokenType type : TYPES) {
			if (count(type.ordinal()) != that.count(type.ordinal())) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(count(TokenType.INPUT.ordinal()) * 31 + count(TokenType.OUTPUT.ordinal()));
	}

	@Override
	public String toString() {
		StringJoiner known = new StringJoiner(", ", "TokenUsage[", "]");
		forEach((type, count) -> known.add(type.value() + "=" + count));
		return known.toString();
	}

	/**
	 * What becomes of two counts that are both known.
	 */
	private interface Combination {

		long combine(long mine, long theirs);

	}

}

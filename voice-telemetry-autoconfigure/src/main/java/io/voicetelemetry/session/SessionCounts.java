package io.voicetelemetry.session;

import java.util.OptionalLong;

/**
 * What happened in a session, for its summary. Guarded by the lock of the tree.
 */
final class SessionCounts {

	private static final long UNKNOWN = -1;

	private final int[] ended = new int[Stage.values().length];

	private int interruptions;

	private long inputTokens = UNKNOWN;

	private long outputTokens = UNKNOWN;

	void ended(Stage stage) {
		this.ended[stage.ordinal()]++;
	}

	void interrupted() {
		this.interruptions++;
	}

	/**
	 * Adds the tokens of one request; a negative count is not known.
	 */
	void used(long inputTokens, long outputTokens) {
		this.inputTokens = sum(this.inputTokens, inputTokens);
		this.outputTokens = sum(this.outputTokens, outputTokens);
	}

	private static long sum(long total, long more) {
		if (more < 0) {
			return total;
		}
		long sum = Math.max(total, 0) + more;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	int count(Stage stage) {
		return this.ended[stage.ordinal()];
	}

	int interruptions() {
		return this.interruptions;
	}

	OptionalLong inputTokens() {
		return optional(this.inputTokens);
	}

	OptionalLong outputTokens() {
		return optional(this.outputTokens);
	}

	private static OptionalLong optional(long tokens) {
		return (tokens >= 0) ? OptionalLong.of(tokens) : OptionalLong.empty();
	}

}

package io.voicetelemetry.usage;

import java.util.Arrays;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;

/**
 * Tokens that are added up in place: a sum for each request would be as many objects.
 * Guarded by its row.
 */
final class TokenSums {

	private static final long UNKNOWN = -1;

	private static final TokenType[] TYPES = TokenType.values();

	private final long[] sums = new long[TYPES.length];

	TokenSums() {
		Arrays.fill(this.sums, UNKNOWN);
	}

	void add(TokenUsage usage) {
		for (int i = 0; i < TYPES.length; i++) {
			long count = usage.count(TYPES[i], UNKNOWN);
			if (count >= 0) {
				long sum = Math.max(this.sums[i], 0) + count;
				this.sums[i] = (sum >= 0) ? sum : Long.MAX_VALUE;
			}
		}
	}

	TokenUsage snapshot() {
		TokenUsage snapshot = TokenUsage.unknown();
		for (TokenType type : TYPES) {
			if (this.sums[type.ordinal()] >= 0) {
				snapshot = snapshot.with(type, this.sums[type.ordinal()]);
			}
		}
		return snapshot;
	}

}

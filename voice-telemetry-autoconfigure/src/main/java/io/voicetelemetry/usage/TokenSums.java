package io.voicetelemetry.usage;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;

/**
 * Tokens that are added up in place, and gone through by the sums themselves: otherwise
 * each request would make objects. Guarded by its row.
 */
final class TokenSums implements ObjLongConsumer<TokenType> {

	private static final long UNKNOWN = -1;

	private static final TokenType[] TYPES = TokenType.values();

	private final long[] sums = new long[TYPES.length];

	TokenSums() {
		Arrays.fill(this.sums, UNKNOWN);
	}

	void add(TokenUsage usage) {
		usage.forEach(this);
	}

	@Override
	public void accept(TokenType type, long count) {
		long sum = Math.max(this.sums[type.ordinal()], 0) + count;
		this.sums[type.ordinal()] = (sum >= 0) ? sum : Long.MAX_VALUE;
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

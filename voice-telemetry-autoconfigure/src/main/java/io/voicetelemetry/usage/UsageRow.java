package io.voicetelemetry.usage;

import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;

/**
 * The sums of one row. They stop at the largest number instead of overflowing. Times are
 * whole nanoseconds: a sum of doubles would depend on the order of the events.
 */
final class UsageRow {

	private static final long UNKNOWN = -1;

	private static final double NANOS_PER_SECOND = 1e9;

	private final RowKey key;

	private final int position;

	private long requests;

	private long failedRequests;

	private long cancelledRequests;

	private long discardedRequests;

	private final TokenSums tokens = new TokenSums();

	private final TokenSums discardedTokens = new TokenSums();

	private long characters = UNKNOWN;

	private long audioNanos = UNKNOWN;

	private long sessionNanos = UNKNOWN;

	UsageRow(RowKey key, int position) {
		this.key = key;
		this.position = position;
	}

	RowKey key() {
		return this.key;
	}

	int position() {
		return this.position;
	}

	synchronized void add(int requests, Outcome outcome, TokenUsage tokens, OptionalLong characters,
			OptionalDouble audioDuration, OptionalDouble sessionDuration) {
		this.requests = sum(this.requests, requests);
		if (outcome == Outcome.ERROR) {
			this.failedRequests = sum(this.failedRequests, requests);
		}
		else if (outcome == Outcome.CANCELLED) {
			this.cancelledRequests = sum(this.cancelledRequests, requests);
		}
		this.tokens.add(tokens);
		this.characters = sum(this.characters, characters.orElse(UNKNOWN));
		this.audioNanos = sum(this.audioNanos, toNanos(audioDuration));
		this.sessionNanos = sum(this.sessionNanos, toNanos(sessionDuration));
	}

	synchronized void discard(int requests, TokenUsage tokens) {
		this.discardedRequests = sum(this.discardedRequests, requests);
		this.discardedTokens.add(tokens);
	}

	synchronized ModelUsage snapshot() {
		return new ModelUsage(this.key.kind(), this.key.provider(), this.key.model(), this.requests,
				this.failedRequests, this.cancelledRequests, this.discardedRequests, this.tokens.snapshot(),
				this.discardedTokens.snapshot(),
				(this.characters >= 0) ? OptionalLong.of(this.characters) : OptionalLong.empty(),
				toSeconds(this.audioNanos), toSeconds(this.sessionNanos));
	}

	/**
	 * Adds up what is known: of two unknown numbers the sum is unknown.
	 */
	private static long sum(long total, long more) {
		if (total < 0 || more < 0) {
			return Math.max(total, more);
		}
		long sum = total + more;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	private static long toNanos(OptionalDouble seconds) {
		return seconds.isPresent() ? Math.round(seconds.getAsDouble() * NANOS_PER_SECOND) : UNKNOWN;
	}

	private static OptionalDouble toSeconds(long nanos) {
		return (nanos >= 0) ? OptionalDouble.of(nanos / NANOS_PER_SECOND) : OptionalDouble.empty();
	}

}

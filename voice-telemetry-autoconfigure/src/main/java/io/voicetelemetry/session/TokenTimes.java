package io.voicetelemetry.session;

import java.util.OptionalDouble;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * When the tokens of an answer came. The speed is measured between the first and the last
 * of them: what it took to the first says nothing about it, and an answer that came in
 * one piece has none.
 */
final class TokenTimes {

	private static final long UNKNOWN = Long.MIN_VALUE;

	/** What came within a millisecond came at once. */
	private static final long ONE_PIECE_NANOS = 1_000_000;

	private final SpanHandle request;

	private volatile long first;

	/** The last piece, if the application tells of each. */
	private volatile long last;

	private volatile boolean hasFirst;

	private volatile boolean hasLast;

	TokenTimes(SpanHandle request) {
		this.request = request;
	}

	/**
	 * Forgets what came, if anything did: it was not the answer.
	 */
	static void startAgain(@Nullable TokenTimes times) {
		if (times != null) {
			synchronized (times) {
				times.hasFirst = false;
				times.hasLast = false;
			}
		}
	}

	/**
	 * Told when the first token came.
	 * @return whether it was the first time
	 */
	synchronized boolean first(long at) {
		if (this.hasFirst) {
			return false;
		}
		this.first = at;
		this.hasFirst = true;
		this.request.putSeconds(TelemetryAttributes.TIME_TO_FIRST_CHUNK,
				SessionClock.seconds(at - this.request.startNanos));
		return true;
	}

	/**
	 * Told when a piece of the answer came.
	 * @return whether it was the first
	 */
	synchronized boolean more(long at) {
		this.last = this.hasLast ? Math.max(this.last, at) : at;
		this.hasLast = true;
		return first(at);
	}

	boolean hasFirst() {
		return this.hasFirst;
	}

	long first() {
		return this.first;
	}

	OptionalDouble toFirst() {
		return this.hasFirst ? OptionalDouble.of(SessionClock.seconds(this.first - this.request.startNanos))
				: OptionalDouble.empty();
	}

	OptionalDouble perSecond(TokenUsage tokens, long endNanos) {
		if (!this.hasFirst) {
			return OptionalDouble.empty();
		}
		long received = (this.hasLast ? this.last : endNanos) - this.first;
		if (received < ONE_PIECE_NANOS) {
			return OptionalDouble.empty();
		}
		long output = tokens.count(TokenType.OUTPUT, UNKNOWN);
		return (output != UNKNOWN) ? OptionalDouble.of(output / SessionClock.seconds(received))
				: OptionalDouble.empty();
	}

	void putPerSecond(TokenUsage tokens) {
		OptionalDouble speed = perSecond(tokens, this.request.lifecycle().endNanos());
		if (speed.isPresent()) {
			this.request.put(TelemetryAttributes.TOKENS_PER_SECOND, speed.getAsDouble());
		}
	}

}

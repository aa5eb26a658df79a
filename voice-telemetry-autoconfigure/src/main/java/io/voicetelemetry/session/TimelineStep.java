package io.voicetelemetry.session;

import io.voicetelemetry.event.LatencyPart;

/**
 * A step on the way to an answer: it goes on until it is said to be over.
 */
final class TimelineStep {

	private static final long OPEN = Long.MAX_VALUE;

	private final LatencyPart.Kind kind;

	private final SpanHandle owner;

	private final long start;

	private volatile long end = OPEN;

	private volatile boolean gotThere;

	/**
	 * A step.
	 * @param owner the reply that takes it
	 */
	TimelineStep(LatencyPart.Kind kind, SpanHandle owner, long start) {
		this.kind = kind;
		this.owner = owner;
		this.start = start;
	}

	LatencyPart.Kind kind() {
		return this.kind;
	}

	SpanHandle owner() {
		return this.owner;
	}

	long start() {
		return this.start;
	}

	/**
	 * When it was over, if that is not later than a moment.
	 */
	long end(long latest) {
		return Math.min(this.end, latest);
	}

	/**
	 * How long it took.
	 */
	long nanos() {
		return this.end - this.start;
	}

	/**
	 * Whether it had reached what it was waiting for by then: a first token, a first
	 * byte.
	 */
	boolean hadReached(long moment) {
		return this.gotThere && this.end <= moment;
	}

	private boolean isOpen() {
		return this.end == OPEN;
	}

	/**
	 * Told that it is over.
	 */
	void over(long at) {
		if (isOpen()) {
			this.end = Math.max(at, this.start);
		}
	}

	/**
	 * Told that it reached what it was waiting for.
	 */
	void reached(long at) {
		if (isOpen()) {
			over(at);
			this.gotThere = true;
		}
	}

}

package io.voicetelemetry.session;

import java.util.OptionalDouble;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A request that may take several tries.
 */
abstract class RetriedRequestHandle extends MeasuredHandle implements RetriedRequest {

	private volatile @Nullable Attempts attempts;

	/** How many tries have spans. Guarded by the lock of the tree. */
	private int runs;

	/** The last of them. Guarded by the lock of the tree. */
	private @Nullable SpanHandle run;

	/** Whether its tries have failed, and another request was made in its place. */
	private volatile boolean replaced;

	/** Which fallback it is of another request, or 0. */
	private volatile int standsIn;

	/** Of a node: what was asked in it. Guarded by the lock of the tree. */
	private @Nullable FallbackOrder asked;

	RetriedRequestHandle(SpanStart start) {
		super(start);
	}

	/**
	 * The node that it is if another request is made in it.
	 */
	abstract Stage nodeStage();

	/**
	 * The stage of a try that has a span.
	 */
	abstract Stage attemptStage();

	/**
	 * Has another request made in its place if its tries have failed.
	 * @return whether another stands in its place
	 */
	final boolean giveWay() {
		Attempt latest = latestAttempt();
		if (takesFigures() && latest != null && latest.hasFailed()) {
			this.replaced = true;
			gaveWay();
		}
		return this.replaced;
	}

	/**
	 * Told that what is answered from now on is answered to another request.
	 */
	void gaveWay() {
	}

	/**
	 * Whether what was answered was answered to another request.
	 */
	final boolean isReplaced() {
		return this.replaced;
	}

	/**
	 * Told that this was made in the place of another.
	 */
	final void standsInFor(RetriedRequestHandle other) {
		Attempt latest = other.latestAttempt();
		int before = Math.max(other.standsIn, (latest != null) ? latest.fallbackIndex : 0);
		fallback(before + 1);
	}

	/**
	 * Told that this is a fallback.
	 * @param index which one it is, from 1
	 */
	final void fallback(int index) {
		this.standsIn = index;
	}

	@Override
	final boolean takesAnswer() {
		return takesFigures() && !this.replaced;
	}

	@Override
	Outcome outcomeOf(Outcome requested) {
		return (this.replaced && requested == Outcome.SUCCESS) ? Outcome.ERROR : requested;
	}

	@Override
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		Attempt latest = latestAttempt();
		return (error == null && this.replaced && latest != null) ? latest.error() : error;
	}

	/**
	 * Becomes the node around another request. Does nothing if something was answered, or
	 * tried and failed: then it is a request all the same.
	 */
	final synchronized void becomeNode() {
		if (hasAnswered() || (this.attempts != null && this.attempts.firstHasEnded())) {
			return;
		}
		// What ends at this moment tells figures, or is a node.
		synchronized (lifecycle().lock()) {
			SpanHandle run = this.run;
			if (!isOpen() || this.runs > 1 || (run != null && !run.isOpen())) {
				return;
			}
			if (run != null) {
				run.become(Stage.OPERATION);
			}
			// In a node already, it is what goes on there.
			boolean node = this.parent == null || nodeStage().mayStandUnder(this.parent.stage());
			become(node ? nodeStage() : Stage.OPERATION);
		}
		becameNode();
	}

	final boolean isAttempt(Stage stage) {
		return stage == attemptStage();
	}

	/**
	 * Told that a try is about to begin as a span of its own.
	 */
	final void runBegins(SpanHandle run) {
		synchronized (lifecycle().lock()) {
			if (!takesFigures()) {
				run.turnInto(Stage.OPERATION);
				return;
			}
			this.runs++;
			this.run = run;
		}
	}

	/**
	 * Whether the provider was heard of.
	 */
	abstract boolean hasAnswered();

	/**
	 * Told that this is the node around a request.
	 */
	abstract void becameNode();

	/**
	 * Whether this is a request, and no node around one.
	 */
	@Override
	final boolean takesFigures() {
		return isAsBegun();
	}

	@Override
	public final VoiceSpan startAttempt() {
		return startAttempt(null, null);
	}

	@Override
	public final VoiceSpan startAttempt(@Nullable String provider, @Nullable String model) {
		if (!takesFigures()) {
			return startOperation(attemptStage().value());
		}
		VoiceSpan attempt = attempts().start(Attempt.Asked.of(provider, model));
		attemptBegan();
		return attempt;
	}

	@Override
	public final VoiceSpan attemptStarted() {
		return attemptStarted(null, null);
	}

	@Override
	public final VoiceSpan attemptStarted(@Nullable String provider, @Nullable String model) {
		if (!takesFigures()) {
			return this;
		}
		VoiceSpan attempt = attempts().started(Attempt.Asked.of(provider, model));
		attemptBegan();
		return attempt;
	}

	/**
	 * Told that a try has begun, which may be the first.
	 */
	void attemptBegan() {
		this.replaced = false;
	}

	@Override
	public final void attemptEnded(@Nullable Throwable error) {
		if (takesFigures()) {
			attempts().ended(error);
		}
	}

	private synchronized Attempts attempts() {
		Attempts attempts = this.attempts;
		if (attempts == null) {
			attempts = new Attempts(this, attemptStage());
			this.attempts = attempts;
		}
		return attempts;
	}

	/**
	 * How many tries it took.
	 */
	final int attemptCount() {
		return Attempts.count(this.attempts);
	}

	private @Nullable Attempt latestAttempt() {
		Attempts attempts = this.attempts;
		return (attempts != null) ? attempts.latest() : null;
	}

	/**
	 * When the last try began, which is with the request unless it was told.
	 */
	final long attemptStartNanos() {
		Attempt latest = latestAttempt();
		return (latest != null) ? latest.startNanos : this.startNanos;
	}

	/**
	 * How long the last try took, in seconds.
	 */
	final double attemptSeconds(long endNanos) {
		Attempt latest = latestAttempt();
		long end = (latest != null) ? Math.min(latest.endNanos(endNanos), endNanos) : endNanos;
		return SessionClock.seconds(Math.max(end - attemptStartNanos(), 0));
	}

	/**
	 * How long the last try took until a moment, if that was in it.
	 */
	final OptionalDouble attemptSecondsTo(long moment) {
		long start = attemptStartNanos();
		return (moment >= start) ? OptionalDouble.of(SessionClock.seconds(moment - start)) : OptionalDouble.empty();
	}

	@Override
	MetricsOrigin origin(Outcome outcome, @Nullable String errorType, long atNanos) {
		Attempt fallback = answeredFallback();
		if (fallback != null && !isOpen() && outcome == Outcome.SUCCESS) {
			answeredInstead(fallback.asked.provider(), fallback.asked.model());
		}
		return super.origin(outcome, errorType, atNanos);
	}

	private @Nullable Attempt answeredFallback() {
		Attempt latest = latestAttempt();
		return (latest != null && latest.fallbackIndex > 0 && latest.mayHaveAnswered()) ? latest : null;
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		Attempts attempts = this.attempts;
		if (attempts != null && isAttempt(child.stage())) {
			attempts.spanEnded(child, outcome, error);
		}
		if (!takesFigures()) {
			FallbackOrder asked = (this.asked != null) ? this.asked : new FallbackOrder();
			this.asked = asked;
			asked.ended(child, outcome);
		}
	}

	/**
	 * Puts on the span what several tries were like.
	 */
	final void putAttempts() {
		if (attemptCount() > 1) {
			putCount(TelemetryAttributes.ATTEMPTS, attemptCount());
			putSeconds(TelemetryAttributes.ATTEMPT_DURATION, attemptSeconds(lifecycle().endNanos()));
		}
		if (this.standsIn > 0) {
			putCount(TelemetryAttributes.FALLBACK_INDEX, this.standsIn);
		}
		Attempt fallback = answeredFallback();
		if (fallback != null) {
			putCount(TelemetryAttributes.FALLBACK_INDEX, fallback.fallbackIndex);
			putWhoAnsweredInstead();
		}
	}

}

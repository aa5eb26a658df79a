package io.voicetelemetry.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The life of a handle in its tree: open until ended once, and not over before its
 * children are. One lock guards a whole tree: a session with all that is in it, or the
 * outermost span outside any session. Spans are started and ended outside the lock,
 * because that runs code of others: a child that is about to begin holds its place first,
 * so that its parent's span can neither end nor have ended before it.
 */
final class SpanLifecycle extends TreePlace<SpanLifecycle> {

	private enum End {

		/** It was ended, but children of it still run. */
		REQUESTED,

		/** It is over. */
		COMPLETE

	}

	/**
	 * How many spans of a tree may be open below its root: as many as a call has that
	 * forgets to end one in each of 5,000 turns.
	 */
	static final int MAX_OPEN = 10_000;

	private final SpanHandle handle;

	private final @Nullable SpanLifecycle parent;

	/** The outermost of the tree, and its lock. */
	private final SpanLifecycle root;

	/** As long as there is none, it may get children, attributes and an end. */
	private volatile @Nullable End end;

	/** Of the root: how many spans below it have not ended, or are about to begin. */
	private int open;

	private Outcome outcome = Outcome.SUCCESS;

	private @Nullable Throwable error;

	/** What is to be told of it. */
	private List<VoiceMetrics> figures = List.of();

	/** Of the root: what may not be told of what was thrown below it. */
	private volatile @Nullable SecretFailures secrets;

	/** Until the end: before what it cannot end. */
	private long endNanos = Long.MIN_VALUE;

	SpanLifecycle(SpanHandle handle, @Nullable SpanLifecycle parent) {
		this.handle = handle;
		this.parent = parent;
		this.root = (parent != null) ? parent.root : this;
	}

	/** What guards the tree. */
	Object lock() {
		return this.root;
	}

	boolean isOpen() {
		return this.end == null;
	}

	boolean isEnded() {
		return this.end == End.COMPLETE;
	}

	/**
	 * Makes a handle that does nothing: one that was over before it began.
	 */
	void closeSilently() {
		this.end = End.COMPLETE;
	}

	/** When it ended, once it has. */
	long endNanos() {
		return this.endNanos;
	}

	/**
	 * Whether there are as many open spans as may be. Asked without the lock: threads
	 * that ask at the same time may each add one.
	 */
	boolean isTreeFull() {
		return this.root.open >= MAX_OPEN;
	}

	/**
	 * Holds a place for a child that is about to begin, which either takes it or gives it
	 * up.
	 * @return whether there is one: not when this was ended
	 */
	boolean expectChild(long childStartNanos) {
		synchronized (this.root) {
			if (!isOpen()) {
				return false;
			}
			expectOneMore();
			this.root.open++;
			this.endNanos = Math.max(this.endNanos, childStartNanos);
			return true;
		}
	}

	/**
	 * Gives up the place that was held for a child: it could not begin.
	 */
	void expectNoMore() {
		SpanLifecycle last;
		synchronized (this.root) {
			expectOneLess();
			this.root.open--;
			if (this.end != End.REQUESTED || hasChildren()) {
				return;
			}
			last = completeUpwards();
		}
		endSpansUpTo(last);
	}

	/**
	 * Takes the place that the parent held. If the whole tree was ended meanwhile, this
	 * is over at once.
	 * @return whether it has begun
	 */
	boolean begin() {
		SpanLifecycle parent = this.parent;
		if (parent == null) {
			return true;
		}
		synchronized (this.root) {
			parent.expectOneLess();
			if (!parent.isEnded()) {
				parent.add(this);
				return true;
			}
			request(Outcome.CANCELLED, null, this.handle.startNanos);
			this.root.open--;
			this.end = End.COMPLETE;
		}
		endSpan();
		return false;
	}

	void end(Outcome outcome, @Nullable Throwable error, @Nullable Instant at) {
		if (error != null && this.handle.isContentSuppressed()) {
			secrets().add(error, this.handle.recorder.refusals());
		}
		long moment = this.handle.momentOf(at);
		this.handle.touchSession();
		SpanLifecycle last;
		synchronized (this.root) {
			if (!isOpen()) {
				this.handle.refuse(RefusalReason.DOUBLE_END);
				return;
			}
			request(outcome, error, moment);
			if (hasChildren()) {
				this.end = End.REQUESTED;
				return;
			}
			last = completeUpwards();
		}
		endSpansUpTo(last);
	}

	private SecretFailures secrets() {
		synchronized (this.root) {
			SecretFailures secrets = this.root.secrets;
			if (secrets == null) {
				secrets = new SecretFailures();
				this.root.secrets = secrets;
			}
			return secrets;
		}
	}

	/**
	 * Whether an exception comes from a stage of the tree whose content is not to be
	 * recorded. Runs code of the application.
	 */
	boolean isSecret(Throwable error) {
		SecretFailures secrets = this.root.secrets;
		return secrets != null && secrets.isIn(error);
	}

	/**
	 * Ends this and all that runs in it; what has not ended by itself is cancelled.
	 * @param moment when it ended, unless something in it ended later
	 * @return whether it was open
	 */
	boolean endWithChildren(Outcome outcome, @Nullable Throwable error, long moment) {
		List<SpanLifecycle> ended = new ArrayList<>();
		synchronized (this.root) {
			if (!isOpen()) {
				this.handle.refuse(RefusalReason.DOUBLE_END);
				return false;
			}
			request(outcome, error, moment);
			this.end = End.REQUESTED;
			// Not by recursion: stages may be nested as deep as an application likes.
			SpanLifecycle current = this;
			while (current != null) {
				SpanLifecycle child = current.firstChild();
				if (child != null) {
					current.endWithParent(child);
					current = child;
				}
				else {
					current.complete();
					ended.add(current);
					current = (current != this) ? current.parent : null;
				}
			}
		}
		ended.forEach(SpanLifecycle::endSpan);
		return true;
	}

	/**
	 * A child that was forgotten does not outlive a parent that was not.
	 */
	private void endWithParent(SpanLifecycle child) {
		if (child.isOpen()) {
			child.request(child.handle.isDone() ? Outcome.SUCCESS : Outcome.CANCELLED, null,
					Math.max(child.handle.startNanos, this.endNanos));
			child.end = End.REQUESTED;
		}
	}

	private void request(Outcome outcome, @Nullable Throwable error, long moment) {
		this.outcome = outcome;
		this.error = error;
		// A child may have ended later than this is said to have.
		this.endNanos = Math.max(this.endNanos, moment);
	}

	/**
	 * Completes this and every parent that waited for it.
	 * @return the outermost that is complete
	 */
	private SpanLifecycle completeUpwards() {
		SpanLifecycle completed = this;
		completed.complete();
		while (completed.parent != null && completed.parent.end == End.REQUESTED && !completed.parent.hasChildren()) {
			completed = completed.parent;
			completed.complete();
		}
		return completed;
	}

	private void complete() {
		this.outcome = this.handle.outcomeOf(this.outcome);
		this.error = (this.outcome == Outcome.ERROR) ? this.handle.errorOf(this.error) : null;
		this.end = End.COMPLETE;
		SpanLifecycle parent = this.parent;
		if (this.handle.capturesContent()) {
			this.handle.handContentOn(this.outcome);
		}
		if (parent != null) {
			parent.remove(this);
			this.root.open--;
			parent.endNanos = Math.max(parent.endNanos, this.endNanos);
			parent.handle.childEnded(this.handle, this.outcome, this.error);
		}
		this.figures = StageFigures.take(this.handle, this.outcome, this.error, this.endNanos);
	}

	private void endSpansUpTo(SpanLifecycle last) {
		for (SpanLifecycle ended = this; ended != null; ended = (ended != last) ? ended.parent : null) {
			ended.endSpan();
		}
	}

	private void endSpan() {
		SpanEnd.end(this.handle, this.outcome, this.error, this.endNanos);
		StageFigures.tell(this.handle, this.figures);
		// Whoever keeps a handle does not keep what it was told to have used.
		this.figures = List.of();
	}

}

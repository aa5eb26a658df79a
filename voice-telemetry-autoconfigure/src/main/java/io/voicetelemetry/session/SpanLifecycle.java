package io.voicetelemetry.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The life of a handle in its tree: open until ended once, and not over before its
 * children are. One lock guards a whole tree: a session with all that is in it, or the
 * outermost span outside any session. Spans are ended outside the lock, because that runs
 * code of others.
 */
final class SpanLifecycle {

	private enum State {

		/** It may get children, attributes and an end. */
		OPEN,

		/** It was ended, but children of it still run. */
		ENDING,

		/** It is over. */
		ENDED

	}

	private final SpanHandle handle;

	private final @Nullable SpanLifecycle parent;

	private final Object lock;

	private volatile State state = State.OPEN;

	private @Nullable SpanLifecycle firstChild;

	private @Nullable SpanLifecycle next;

	private @Nullable SpanLifecycle previous;

	private Outcome outcome = Outcome.SUCCESS;

	private @Nullable Throwable error;

	private long endNanos = Long.MIN_VALUE;

	private boolean backDated;

	SpanLifecycle(SpanHandle handle, @Nullable SpanLifecycle parent) {
		this.handle = handle;
		this.parent = parent;
		this.lock = (parent != null) ? parent.lock : this;
	}

	/**
	 * What guards the tree.
	 */
	Object lock() {
		return this.lock;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean isEnded() {
		return this.state == State.ENDED;
	}

	/**
	 * Makes a handle that does nothing: one that was over before it began.
	 */
	void closeSilently() {
		this.state = State.ENDED;
	}

	/**
	 * When it ended, once it has.
	 */
	long endNanos() {
		return this.endNanos;
	}

	/**
	 * Takes its place under the parent. If that has ended since it was chosen, this is
	 * over at once.
	 */
	void begin() {
		SpanLifecycle parent = this.parent;
		if (parent == null) {
			return;
		}
		synchronized (this.lock) {
			if (parent.isOpen()) {
				this.next = parent.firstChild;
				if (this.next != null) {
					this.next.previous = this;
				}
				parent.firstChild = this;
				return;
			}
		}
		this.handle.recorder.refusals().count(RefusalReason.LATE);
		end(Outcome.CANCELLED, null, null);
	}

	void end(Outcome outcome, @Nullable Throwable error, @Nullable Instant at) {
		long moment = this.handle.momentOf(at);
		SpanLifecycle last;
		synchronized (this.lock) {
			if (!isOpen()) {
				this.handle.recorder.refusals().count(RefusalReason.DOUBLE_END);
				return;
			}
			request(outcome, error, moment);
			this.backDated = at != null;
			if (this.firstChild != null) {
				this.state = State.ENDING;
				return;
			}
			last = completeUpwards();
		}
		for (SpanLifecycle ended = this; ended != null; ended = (ended != last) ? ended.parent : null) {
			ended.endSpan();
		}
	}

	/**
	 * Ends this and all that runs in it; what has not ended by itself is cancelled.
	 * @return whether it was open
	 */
	boolean endWithChildren(Outcome outcome, @Nullable Throwable error, @Nullable Instant at) {
		long moment = this.handle.momentOf(at);
		List<SpanLifecycle> ended = new ArrayList<>();
		synchronized (this.lock) {
			if (!isOpen()) {
				this.handle.recorder.refusals().count(RefusalReason.DOUBLE_END);
				return false;
			}
			request(outcome, error, moment);
			this.state = State.ENDING;
			// Not by recursion: stages may be nested as deep as an application likes.
			SpanLifecycle current = this;
			while (current != null) {
				SpanLifecycle child = current.firstChild;
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
			child.request(Outcome.CANCELLED, null, Math.max(child.handle.startNanos, this.endNanos));
			child.state = State.ENDING;
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
		while (completed.parent != null && completed.parent.state == State.ENDING
				&& completed.parent.firstChild == null) {
			completed = completed.parent;
			completed.complete();
		}
		return completed;
	}

	private void complete() {
		this.error = this.handle.errorOf(this.error);
		this.outcome = this.handle.outcomeOf(this.outcome);
		this.state = State.ENDED;
		SpanLifecycle parent = this.parent;
		if (parent != null) {
			unlink(parent);
			parent.endNanos = Math.max(parent.endNanos, this.endNanos);
			parent.handle.childEnded(this.handle, this.outcome, this.error);
		}
		if (this.handle.session != null) {
			this.handle.session.counts().ended(this.handle.stage);
		}
	}

	private void unlink(SpanLifecycle parent) {
		if (this.previous != null) {
			this.previous.next = this.next;
		}
		else if (parent.firstChild == this) {
			parent.firstChild = this.next;
		}
		if (this.next != null) {
			this.next.previous = this.previous;
		}
		this.next = null;
		this.previous = null;
	}

	private void endSpan() {
		SpanHandle handle = this.handle;
		try {
			handle.beforeSpanEnds(this.endNanos, this.outcome);
			SpanEnd.record(handle, this.outcome, this.error);
		}
		catch (Throwable ex) {
			handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Recording the end of a span", ex);
		}
		SpanEnd.end(handle, (handle.session != null || this.backDated) ? this.endNanos : SpanEnd.NOW);
	}

}

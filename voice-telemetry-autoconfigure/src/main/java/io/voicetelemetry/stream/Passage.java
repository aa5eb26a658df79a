package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the source of a stream and who subscribed to it: whatever a thread
 * does in the source, it does in the context of the stage, and whatever it does
 * downstream in the context that it came from. Both may be on one stack: a source may
 * answer a request, or the subscription, at once.
 */
abstract class Passage {

	final RunningStage stage;

	/** The threads that are in the source at the moment, the latest first. */
	private @Nullable Visit visits;

	Passage(RunningStage stage) {
		this.stage = stage;
	}

	/**
	 * Enters the source, to be left by {@link #leave}.
	 * @return the visit, or {@code null} if the thread is in the context of the stage
	 * already, so that there is nothing to change
	 */
	final @Nullable Visit enter() {
		if (Context.current() == this.stage.context()) {
			return null;
		}
		Visit visit = new Visit(this.stage.context());
		synchronized (this) {
			visit.below = this.visits;
			this.visits = visit;
		}
		return visit;
	}

	final void leave(@Nullable Visit visit) {
		if (visit == null) {
			return;
		}
		synchronized (this) {
			if (this.visits == visit) {
				this.visits = visit.below;
			}
			else {
				for (Visit each = this.visits; each != null; each = each.below) {
					if (each.below == visit) {
						each.below = visit.below;
						break;
					}
				}
			}
		}
		visit.leave();
	}

	/**
	 * Whether this thread may be in the source. A thread always sees its own visit
	 * without a lock; that of another does no harm.
	 */
	final boolean isVisited() {
		return this.visits != null;
	}

	/**
	 * Goes downstream: the context that the thread came from is current until the scope
	 * is closed.
	 */
	final Scope goDownstream() {
		Visit visit = ownVisit();
		return (visit != null && !visit.away) ? visit.goDownstream() : Scope.noop();
	}

	private @Nullable Visit ownVisit() {
		Thread thread = Thread.currentThread();
		// Without a lock as long as no other thread is there: this one knows what it did.
		Visit latest = this.visits;
		return (latest == null || latest.thread == thread) ? latest : ownVisit(thread);
	}

	private synchronized @Nullable Visit ownVisit(Thread thread) {
		Visit visit = this.visits;
		while (visit != null && visit.thread != thread) {
			visit = visit.below;
		}
		return visit;
	}

	/**
	 * A thread in the source. It is closed when the thread comes back from downstream.
	 */
	static final class Visit implements Scope {

		private final Thread thread = Thread.currentThread();

		private final Context origin = Context.current();

		private final Context context;

		private Scope scope;

		/** Open downstream where somebody has left a scope open inside of ours. */
		private @Nullable Scope originScope;

		private boolean away;

		private @Nullable Visit below;

		private Visit(Context context) {
			this.context = context;
			this.scope = context.makeCurrent();
		}

		private Scope goDownstream() {
			this.away = true;
			if (Context.current() != this.context) {
				this.originScope = this.origin.makeCurrent();
			}
			else {
				this.scope.close();
			}
			return this;
		}

		@Override
		public void close() {
			if (this.originScope != null) {
				this.originScope.close();
				this.originScope = null;
			}
			else {
				this.scope = this.context.makeCurrent();
			}
			this.away = false;
		}

		private void leave() {
			this.scope.close();
		}

	}

}

package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * Who is told when a session has ended.
 */
final class SessionCallbacks {

	/** How many callbacks may wait; a session has seldom more than one. */
	private static final int CAPACITY = 1024;

	private final ListenerThreads threads;

	private final Consumer<SessionHandle> ownListener;

	// The rest is guarded by this, and made when there is something to keep.

	private List<Consumer<SessionSummary>> waiting = List.of();

	private @Nullable ListenerQueue queue;

	private @Nullable SessionSummary summary;

	SessionCallbacks(ListenerThreads threads, Consumer<SessionHandle> ownListener) {
		this.threads = threads;
		this.ownListener = ownListener;
	}

	/**
	 * Adds a callback.
	 * @return whether there was room for it
	 */
	boolean add(Consumer<SessionSummary> callback) {
		SessionSummary summary;
		synchronized (this) {
			summary = this.summary;
			if (summary == null) {
				if (this.waiting.isEmpty()) {
					this.waiting = new ArrayList<>(1);
				}
				return this.waiting.size() < CAPACITY && this.waiting.add(callback);
			}
		}
		tell(callback, summary);
		return true;
	}

	void sessionEnded(SessionHandle session, Outcome outcome, @Nullable Throwable error) {
		this.ownListener.accept(session);
		SessionSummary summary = session.reports().summary(outcome, error);
		List<Consumer<SessionSummary>> told;
		synchronized (this) {
			told = this.waiting;
			this.waiting = List.of();
			this.summary = summary;
		}
		told.forEach((callback) -> tell(callback, summary));
	}

	private void tell(Consumer<SessionSummary> callback, SessionSummary summary) {
		Runnable told = () -> callback.accept(summary);
		queue().add(told);
	}

	private synchronized ListenerQueue queue() {
		ListenerQueue queue = this.queue;
		if (queue == null) {
			queue = new ListenerQueue(this.threads, this.threads.ofCallbacks(), CAPACITY,
					"callbacks of the end of a session", (callback) -> ((Runnable) callback).run(), 0);
			this.queue = queue;
		}
		return queue;
	}

}

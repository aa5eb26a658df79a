package io.voicetelemetry.sample.llm;

import java.util.ArrayList;
import java.util.List;

/**
 * Says, from any thread and once, that an answer is no longer wanted.
 */
public final class Cancellation {

	private final List<Runnable> actions = new ArrayList<>();

	private boolean cancelled;

	/**
	 * Return whether {@link #cancel()} was called.
	 * @return whether the answer is no longer wanted
	 */
	public synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Cancel. Calling it again does nothing.
	 */
	public void cancel() {
		List<Runnable> pending;
		synchronized (this) {
			this.cancelled = true;
			pending = List.copyOf(this.actions);
			this.actions.clear();
		}
		pending.forEach(Runnable::run);
	}

	/**
	 * Run an action on cancellation, at once if that has happened already.
	 * @param action what to do
	 */
	public void onCancel(Runnable action) {
		synchronized (this) {
			if (!this.cancelled) {
				this.actions.add(action);
				return;
			}
		}
		action.run();
	}

}

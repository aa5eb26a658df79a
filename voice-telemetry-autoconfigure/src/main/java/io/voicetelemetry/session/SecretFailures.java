package io.voicetelemetry.session;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;

/**
 * What was thrown in the stages of a tree whose content is not to be recorded: the same
 * exceptions end the stages around those, where content may be. Bounded. Thread-safe.
 */
final class SecretFailures {

	/** How many are remembered that are still in memory; with more, all are secret. */
	private static final int MAX_REMEMBERED = 256;

	/** How much of what an exception consists of is looked at. */
	private static final int MAX_PARTS = 64;

	private static final UserCodeFence CAUSES = UserCodeFence.untimed("Asking an exception for its cause");

	private final List<WeakReference<Throwable>> remembered = new ArrayList<>(4);

	private boolean full;

	/**
	 * Remembers an exception with all that it was caused by.
	 */
	void add(Throwable thrown, FenceReports reports) {
		remember(Collections.singleton(thrown));
		CAUSES.call(() -> {
			remember(parts(thrown));
			return null;
		}, reports);
	}

	private synchronized void remember(Set<Throwable> secrets) {
		this.remembered.removeIf((known) -> known.get() == null);
		for (Throwable secret : secrets) {
			if (this.remembered.stream().noneMatch((known) -> known.refersTo(secret))) {
				this.full = this.full || this.remembered.size() >= MAX_REMEMBERED;
				if (!this.full) {
					this.remembered.add(new WeakReference<>(secret));
				}
			}
		}
	}

	/**
	 * Whether an exception is one of them, or holds one. Runs code of the application.
	 */
	boolean isIn(Throwable thrown) {
		Set<Throwable> parts = parts(thrown);
		return parts.size() >= MAX_PARTS || containsAny(parts);
	}

	private synchronized boolean containsAny(Set<Throwable> parts) {
		return this.full || this.remembered.stream().anyMatch((known) -> parts.stream().anyMatch(known::refersTo));
	}

	private static Set<Throwable> parts(Throwable thrown) {
		Set<Throwable> parts = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> open = new ArrayDeque<>();
		open.add(thrown);
		while (!open.isEmpty() && parts.size() < MAX_PARTS) {
			Throwable part = open.remove();
			if (parts.add(part)) {
				Throwable cause = part.getCause();
				if (cause != null) {
					open.add(cause);
				}
				open.addAll(List.of(part.getSuppressed()));
			}
		}
		return parts;
	}

}

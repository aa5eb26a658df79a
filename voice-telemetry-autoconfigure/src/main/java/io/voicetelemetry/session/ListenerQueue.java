package io.voicetelemetry.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is still to be told, in order: at most so much, told by one thread at
 * a time.
 */
final class ListenerQueue {

	/** After so much of one, it is the turn of another. */
	private static final int AT_A_TIME = 64;

	private final ListenerThreads threads;

	private final ExecutorService executor;

	private final int capacity;

	private final String name;

	private final Consumer<Object> listener;

	private final long lingerNanos;

	private final Queue<Object> untold = new ArrayDeque<>();

	private boolean running;

	/**
	 * A queue.
	 * @param threads keeps the accounts of all queues
	 * @param executor by which of these threads the listener is told
	 * @param capacity how much may wait
	 * @param name who is told, for the log
	 * @param listener tells the listener
	 * @param lingerNanos how long a thread waits for more before it rests, not at all if
	 * others wait for it
	 */
	ListenerQueue(ListenerThreads threads, ExecutorService executor, int capacity, String name,
			Consumer<Object> listener, long lingerNanos) {
		this.threads = threads;
		this.executor = executor;
		this.capacity = capacity;
		this.name = name;
		this.listener = listener;
		this.lingerNanos = lingerNanos;
	}

	/**
	 * Has the listener told, unless too much waits already.
	 */
	void add(Object message) {
		boolean added;
		boolean start;
		synchronized (this) {
			added = this.untold.size() < this.capacity && this.threads.accept();
			start = added && !this.running;
			if (added) {
				this.untold.add(message);
				this.running = true;
			}
		}
		if (start) {
			run();
		}
		else if (!added) {
			// Outside of the lock: it may be logged.
			this.threads.refusals()
				.count(RefusalReason.CALLBACK_OVERFLOW, "Telling " + this.name + ", which is behind or too late (up to "
						+ this.capacity + " can wait),", null);
		}
	}

	private void run() {
		if (!this.threads.run(this.executor, this::tellSome)) {
			synchronized (this) {
				this.running = false;
			}
		}
	}

	private void tellSome() {
		// Under the OpenTelemetry Java agent, a task is where the code is that gave it.
		try (Scope nowhere = Context.root().makeCurrent()) {
			for (int i = 0; i < AT_A_TIME; i++) {
				Object message = next();
				if (message == null) {
					return;
				}
				tell(message);
			}
		}
		run();
	}

	private @Nullable Object next() {
		boolean lingers = this.lingerNanos > 0;
		Object message = next(lingers);
		if (message == null && lingers) {
			LockSupport.parkNanos(this, this.lingerNanos);
			message = next(false);
		}
		return message;
	}

	private synchronized @Nullable Object next(boolean looksAgain) {
		Object message = this.untold.poll();
		if (message != null && !this.threads.begin()) {
			// It is counted as missed, as is all the rest.
			this.untold.clear();
			message = null;
		}
		this.running = message != null || looksAgain;
		return message;
	}

	private void tell(Object message) {
		try {
			this.listener.accept(message);
		}
		catch (Throwable ex) {
			this.threads.refusals().count(RefusalReason.USER_CODE_FAILED, "A listener", ex);
		}
		finally {
			this.threads.told();
			// Whoever it was meant for, it is not the next listener.
			Thread.interrupted();
		}
	}

}

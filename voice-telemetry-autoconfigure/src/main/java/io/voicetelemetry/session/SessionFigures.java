package io.voicetelemetry.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one session: added up at once, and told one after the other in the order
 * in which they came to be. They come to be under the lock of the tree, which decides on
 * the order; they are told outside of it, by one thread at a time.
 */
final class SessionFigures {

	/** For one listener to one call. */
	private static final int CAPACITY = 1024;

	/** For one call. */
	static final int MAX_LISTENERS = 32;

	/**
	 * How much may wait while a consumer that must not block does so all the same.
	 */
	private static final int MAX_UNTOLD = 16_384;

	private final Recorder recorder;

	private final UsageCollector usage;

	/** Replaced, never changed. */
	private volatile List<ListenerQueue> listeners = List.of();

	/** Seldom more than one. */
	private final Queue<Object> untold = new ArrayDeque<>(1);

	private boolean telling;

	SessionFigures(Recorder recorder) {
		this.recorder = recorder;
		this.usage = recorder.isNoop() ? UsageCollector.noop() : new UsageCollector(recorder.maxUsageRows());
	}

	UsageCollector usage() {
		return this.usage;
	}

	/**
	 * Adds a listener to this call.
	 * @return whether there was room for it
	 */
	synchronized boolean addListener(VoiceMetricsListener listener) {
		if (this.listeners.size() >= MAX_LISTENERS) {
			return false;
		}
		List<ListenerQueue> listeners = new ArrayList<>(this.listeners);
		listeners.add(this.recorder.publisher().queueOfSession(listener, CAPACITY));
		this.listeners = listeners;
		return true;
	}

	/**
	 * Adds figures, under the lock of the tree.
	 */
	void add(VoiceMetrics metrics) {
		this.usage.feed(metrics);
		if (this.untold.size() < MAX_UNTOLD) {
			announce(metrics);
		}
		else {
			this.recorder.refusals().count(RefusalReason.CALLBACK_OVERFLOW);
		}
	}

	/**
	 * Adds something to be told, under the lock of the tree.
	 */
	void announce(Object message) {
		this.untold.add(message);
	}

	/**
	 * Tells what is untold, unless another thread does so. Called outside the lock of the
	 * tree.
	 */
	void tell(Object lock) {
		Object message = next(lock, true);
		while (message != null) {
			try {
				publish(message);
			}
			catch (Throwable ex) {
				// Else nobody would ever tell the rest.
				this.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Telling figures", ex);
			}
			message = next(lock, false);
		}
	}

	private void publish(Object message) {
		// These first: a listener to all calls may add one here, which is told what comes
		// then.
		for (ListenerQueue listener : this.listeners) {
			listener.add(message);
		}
		this.recorder.publisher().publish(message);
	}

	private @Nullable Object next(Object lock, boolean first) {
		synchronized (lock) {
			if (first && this.telling) {
				return null;
			}
			Object message = this.untold.poll();
			this.telling = message != null;
			return message;
		}
	}

}

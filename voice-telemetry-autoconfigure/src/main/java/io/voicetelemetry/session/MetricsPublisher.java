package io.voicetelemetry.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.logging.LogContext;

/**
 * Tells the figures of all calls: what is part of the telemetry at once and in place,
 * listeners of the application each on a thread of its own.
 */
final class MetricsPublisher {

	/** For one listener to all calls. */
	private static final int CAPACITY = 16_384;

	private static final int MAX_LISTENERS = 64;

	/**
	 * To wake the thread of a listener takes a call longer than all the rest of telling:
	 * after so long it looks once more by itself, before it rests.
	 */
	private static final long LINGER_NANOS = 1_000_000;

	private final VoiceMetricsListener[] inPlace;

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final ListenerThreads threads;

	private final boolean logContext;

	MetricsPublisher(MetricsSettings settings, ListenerThreads threads) {
		this.inPlace = settings.inPlace().toArray(new VoiceMetricsListener[0]);
		this.threads = threads;
		this.logContext = settings.logContext();
		settings.listeners().forEach(this::addListener);
	}

	/**
	 * Adds a listener to all calls.
	 * @return whether there was room for it: each has a thread of its own
	 */
	synchronized boolean addListener(VoiceMetricsListener listener, Predicate<Class<?>> demand) {
		if (this.listeners.size() >= MAX_LISTENERS) {
			return false;
		}
		this.listeners.add(new Listener(queue(listener, this.threads.ofOneListener(), CAPACITY, LINGER_NANOS), demand));
		return true;
	}

	/**
	 * The queue of a listener to one session.
	 */
	ListenerQueue queueOfSession(VoiceMetricsListener listener, int capacity) {
		return queue(listener, this.threads.ofSessions(), capacity, 0);
	}

	private ListenerQueue queue(VoiceMetricsListener listener, ExecutorService executor, int capacity,
			long lingerNanos) {
		return new ListenerQueue(
				this.threads, executor, capacity, "the listener " + listener.getClass().getName(), this.logContext
						? (message) -> tellWithLogContext(listener, message) : (message) -> tell(listener, message),
				lingerNanos);
	}

	void publish(Object message) {
		for (VoiceMetricsListener listener : this.inPlace) {
			try {
				tell(listener, message);
			}
			catch (Throwable ex) {
				this.threads.refusals().count(RefusalReason.INTERNAL_ERROR, "Telling figures", ex);
			}
		}
		for (Listener listener : this.listeners) {
			tell(listener, message);
		}
	}

	private void tell(Listener listener, Object message) {
		try {
			if (listener.demand().test(message.getClass())) {
				listener.queue().add(message);
			}
		}
		catch (Throwable ex) {
			this.threads.refusals().count(RefusalReason.USER_CODE_FAILED, "The demand of a listener", ex);
		}
	}

	private static void tellWithLogContext(VoiceMetricsListener listener, Object message) {
		try (LogContext context = logContextOf(message)) {
			tell(listener, message);
		}
	}

	private static LogContext logContextOf(Object message) {
		if (message instanceof VoiceMetrics metrics) {
			MetricsOrigin origin = metrics.origin();
			return LogContext.of(origin.sessionId(), origin.traceId(), origin.spanId(), origin.speechId());
		}
		if (message instanceof SessionStart session) {
			return LogContext.of(session.sessionId(), session.traceId(), session.spanId(), null);
		}
		if (message instanceof UsageSummary usage) {
			return LogContext.of(usage.sessionId(), usage.traceId(), usage.spanId(), null);
		}
		return (message instanceof SessionSummary session)
				? LogContext.of(session.sessionId(), session.traceId(), null, null)
				: LogContext.of(null, null, null, null);
	}

	private static void tell(VoiceMetricsListener listener, Object message) {
		if (message instanceof VoiceMetrics metrics) {
			listener.onMetrics(metrics);
		}
		else if (message instanceof UsageSummary usage) {
			listener.onUsage(usage);
		}
		else if (message instanceof SessionStart session) {
			listener.onSessionStart(session);
		}
		else if (message instanceof SessionSummary session) {
			listener.onSessionEnd(session);
		}
	}

	/**
	 * A listener to all calls.
	 *
	 * @param queue what it is still to be told
	 * @param demand of what it is to be told
	 */
	private record Listener(ListenerQueue queue, Predicate<Class<?>> demand) {
	}

}

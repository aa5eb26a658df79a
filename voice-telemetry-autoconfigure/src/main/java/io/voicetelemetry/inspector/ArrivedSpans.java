package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.StartedSpan;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the threads of calls, which leave spans here and go on, and the sessions that
 * are kept, to which somebody else gives them: who looks, or a thread in the background.
 * Thread-safe.
 */
final class ArrivedSpans {

	private static final Logger logger = LoggerFactory.getLogger(ArrivedSpans.class);

	private static final int MAX_UNDECIDED = 1000;

	private final InspectorLimits limits;

	private final KeptSessions sessions;

	/** {@link StartedSpan} and {@link EndedSpan}, as they came. */
	private final Queue<Object> arrived = new ConcurrentLinkedQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	/** Spans that have started and do not say yet of what session they are. */
	private List<StartedSpan> undecided = new ArrayList<>();

	/** How many spans there was no room for, by the ids of their sessions. */
	private final Map<String, Long> cut = new ConcurrentHashMap<>();

	private final UnaryOperator<SpanData> redaction;

	private final AtomicBoolean complained = new AtomicBoolean();

	private final LongAdder kept = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	/**
	 * Nothing has arrived.
	 * @param limits how much is kept
	 * @param redaction makes of a span what may be seen of it
	 */
	ArrivedSpans(InspectorLimits limits, UnaryOperator<SpanData> redaction) {
		this.limits = limits;
		this.redaction = redaction;
		this.sessions = new KeptSessions(limits);
	}

	void add(StartedSpan span) {
		// Without its beginning, all of a call would be lost.
		if (!add(span, KeptSession.BYTES_OF_AN_OPEN_SPAN) && this.bytes.get() < 2 * this.limits.arrivedBytes()) {
			this.bytes.addAndGet(KeptSession.BYTES_OF_AN_OPEN_SPAN);
			this.arrived.add(span);
		}
	}

	void add(EndedSpan span) {
		if (!add(span, span.bytes())) {
			if (KeptSession.isOf(span.data(), Stage.AGENT_SESSION)) {
				// A call that is over would go on for ever.
				this.bytes.addAndGet(span.bytes());
				this.arrived.add(span);
			}
			else {
				this.dropped.increment();
				String session = span.data().getAttributes().get(TelemetryAttributes.SESSION_ID.key());
				if (session != null) {
					this.cut.merge(session, 1L, Long::sum);
				}
			}
		}
	}

	private boolean add(Object span, long bytes) {
		long all = this.bytes.addAndGet(bytes);
		if (all > this.limits.arrivedBytes()) {
			if (!this.lock.tryLock()) {
				// Somebody is at it already, and calls wait for nobody.
				this.bytes.addAndGet(-bytes);
				return false;
			}
			try {
				giveAway();
			}
			finally {
				this.lock.unlock();
			}
		}
		this.arrived.add(span);
		return true;
	}

	/**
	 * Looks at the sessions with all that has arrived.
	 * @param look what is done meanwhile; nothing else is
	 */
	<T extends @Nullable Object> T look(Function<KeptSessions, T> look) {
		this.lock.lock();
		try {
			giveAway();
			return look.apply(this.sessions);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives what has arrived to the sessions.
	 */
	void settle() {
		look(KeptSessions::bytes);
	}

	private void giveAway() {
		List<StartedSpan> waiting = this.undecided;
		this.undecided = new ArrayList<>();
		waiting.forEach(this::started);
		for (Object span = this.arrived.poll(); span != null; span = this.arrived.poll()) {
			if (span instanceof StartedSpan started) {
				this.bytes.addAndGet(-KeptSession.BYTES_OF_AN_OPEN_SPAN);
				started(started);
			}
			else if (span instanceof EndedSpan ended) {
				this.bytes.addAndGet(-ended.bytes());
				ended(ended);
			}
		}
		for (String session : this.cut.keySet()) {
			Long spans = this.cut.remove(session);
			if (spans != null) {
				this.sessions.cut(session, spans);
			}
		}
	}

	/**
	 * What may be seen of a span that has not ended.
	 */
	@Nullable SpanData open(StartedSpan span) {
		SpanData data = span.toSpanData();
		return (data != null) ? this.redaction.apply(data) : null;
	}

	private void started(StartedSpan span) {
		if (!this.sessions.started(span) && this.undecided.size() < MAX_UNDECIDED) {
			this.undecided.add(span);
		}
	}

	private void ended(EndedSpan span) {
		EndedSpan redacted;
		try {
			redacted = new EndedSpan(this.redaction.apply(span.data()), span.bytes());
		}
		catch (RuntimeException ex) {
			this.dropped.increment();
			if (this.complained.compareAndSet(false, true)) {
				logger.warn("A span is not shown because it could not be redacted; further ones are not mentioned", ex);
			}
			return;
		}
		switch (this.sessions.ended(redacted)) {
			case KEPT -> this.kept.increment();
			case NO_ROOM -> this.dropped.increment();
			case OF_NO_SESSION -> {
			}
		}
	}

	long kept() {
		return this.kept.sum();
	}

	long dropped() {
		return this.dropped.sum();
	}

}

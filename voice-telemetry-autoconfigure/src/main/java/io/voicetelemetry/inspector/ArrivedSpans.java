package io.voicetelemetry.inspector;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.ForeignContentRedaction;
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

	/** So many spans a thread of a call gives away at most when there is a rush. */
	static final int GIVEN_AWAY_BY_A_CALL = 64;

	/** So many sessions may wait to be told that spans of theirs had no room. */
	private static final int MAX_CUT = 500;

	private final InspectorLimits limits;

	private final KeptSessions sessions;

	/** {@link StartedSpan} and {@link EndedSpan}, as they came. */
	private final Queue<Object> arrived = new ConcurrentLinkedQueue<>();

	/** What they take, those in {@link #undecided} included. */
	private final AtomicLong bytes = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	/** Spans that have started and do not say yet of what session they are. */
	private final Queue<StartedSpan> undecided = new ArrayDeque<>();

	/** How many spans there was no room for, by the ids of their sessions. */
	private final Map<String, Long> cut = new ConcurrentHashMap<>();

	/** The keys of sessions of whose end there was no room for the span. */
	private final Set<String> over = ConcurrentHashMap.newKeySet();

	private final ForeignContentRedaction redaction;

	private final AtomicBoolean complained = new AtomicBoolean();

	private final LongAdder kept = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	/**
	 * Nothing has arrived.
	 * @param limits how much is kept
	 * @param redaction makes of a span what may be seen of it
	 */
	ArrivedSpans(InspectorLimits limits, ForeignContentRedaction redaction) {
		this.limits = limits;
		this.redaction = redaction;
		this.sessions = new KeptSessions(limits, this::open);
	}

	void add(StartedSpan span) {
		// Without its beginning, all of a call would be lost.
		add(span, KeptSession.BYTES_OF_AN_OPEN_SPAN, 2 * this.limits.arrivedBytes());
	}

	void add(EndedSpan span) {
		boolean last = KeptSession.isOf(span.data(), Stage.AGENT_SESSION);
		if (!add(span, span.bytes(), (last ? 2 : 1) * this.limits.arrivedBytes())) {
			this.dropped.increment();
			String session = span.data().getAttributes().get(TelemetryAttributes.SESSION_ID.key());
			if (session != null && this.cut.size() < MAX_CUT) {
				this.cut.merge(session, 1L, Long::sum);
			}
			if (last && this.over.size() < MAX_CUT) {
				// A call that is over would go on for ever.
				this.over.add(span.data().getSpanId());
			}
		}
	}

	private boolean add(Object span, long bytes, long most) {
		// Nobody waits for whoever is at it already, and nobody works for others for
		// long.
		if (this.bytes.get() + bytes > this.limits.arrivedBytes() && this.lock.tryLock()) {
			try {
				giveAway(GIVEN_AWAY_BY_A_CALL);
			}
			finally {
				this.lock.unlock();
			}
		}
		// One that is larger than all there may be is better shown alone than never.
		for (long before = this.bytes.get(); before == 0 || before + bytes <= most; before = this.bytes.get()) {
			if (this.bytes.compareAndSet(before, before + bytes)) {
				this.arrived.add(span);
				return true;
			}
		}
		return false;
	}

	/**
	 * Looks at the sessions with all that has arrived before.
	 * @param look what is done meanwhile; nothing else is
	 */
	<T extends @Nullable Object> T look(Function<KeptSessions, T> look) {
		this.lock.lock();
		try {
			// More cannot have been there when this began: in a rush it would never end.
			giveAway((int) Math.min(2 * this.limits.arrivedBytes() / KeptSession.BYTES_OF_AN_OPEN_SPAN,
					Integer.MAX_VALUE / 2) + 1);
			for (String session : this.cut.keySet()) {
				Long spans = this.cut.remove(session);
				if (spans != null) {
					this.sessions.cut(session, spans);
				}
			}
			for (String key : this.over) {
				this.sessions.over(key);
				this.over.remove(key);
			}
			return look.apply(this.sessions);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives what has arrived to the sessions, and lets go what nobody will end any more.
	 */
	void settle() {
		look((sessions) -> {
			sessions.forgetAbandoned();
			return sessions;
		});
	}

	/**
	 * How much memory the sessions take with that which is not given to them yet.
	 */
	long bytesWith(KeptSessions sessions) {
		return sessions.bytes() + waitingBytes();
	}

	/**
	 * How much memory that takes which is not given to the sessions yet.
	 */
	long waitingBytes() {
		return this.bytes.get();
	}

	private void giveAway(int most) {
		for (int i = Math.min(this.undecided.size(), most); i > 0; i--) {
			started(this.undecided.remove());
		}
		Object span = null;
		for (int i = 0; i < most && (span = this.arrived.poll()) != null; i++) {
			if (span instanceof StartedSpan started) {
				started(started);
			}
			else if (span instanceof EndedSpan ended) {
				this.bytes.addAndGet(-ended.bytes());
				ended(ended);
			}
		}
	}

	/**
	 * What may be seen of a span that has not ended.
	 * @return the span, or {@code null} if nothing may
	 */
	@Nullable SpanData open(StartedSpan span) {
		SpanData data = span.toSpanData();
		return (data != null) ? redacted(data) : null;
	}

	private @Nullable SpanData redacted(SpanData span) {
		try {
			return this.redaction.apply(span);
		}
		catch (Throwable ex) {
			if (this.complained.compareAndSet(false, true)) {
				logger.warn("A span is not shown because it could not be redacted; further ones are not mentioned", ex);
			}
			return null;
		}
	}

	/**
	 * Whether what is said is recorded.
	 */
	boolean recordsContent() {
		return this.redaction.recordsContent();
	}

	private void started(StartedSpan span) {
		if (!this.sessions.started(span) && this.undecided.size() < this.limits.undecided()) {
			this.undecided.add(span);
		}
		else {
			this.bytes.addAndGet(-KeptSession.BYTES_OF_AN_OPEN_SPAN);
		}
	}

	private void ended(EndedSpan span) {
		SpanData redacted = redacted(span.data());
		if (redacted == null) {
			this.dropped.increment();
			return;
		}
		switch (this.sessions.ended(EndedSpan.ofAtMost(redacted))) {
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

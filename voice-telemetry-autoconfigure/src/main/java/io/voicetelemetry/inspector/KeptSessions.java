package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.StartedSpan;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The last sessions. When there are too many, or they take too much memory, the one that
 * began first of those that are over goes; if none is, of all. Thread-safe.
 */
final class KeptSessions {

	private static final int MANY_WAIT = 1024;

	private final InspectorLimits limits;

	/** By id, as long as they go on, and until another has the same id. */
	private final Map<String, KeptSession> current = new ConcurrentHashMap<>();

	/** By key, in the order in which they began. */
	private final Map<String, KeptSession> all = new LinkedHashMap<>();

	/** Spans that have started and are with no session yet. */
	private final Queue<StartedSpan> arrived = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile int manyWait = MANY_WAIT;

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicLong forgotten = new AtomicLong();

	KeptSessions(InspectorLimits limits) {
		this.limits = limits;
	}

	/**
	 * Keeps a span that has started. Of what session it is it may say only a moment
	 * later, so that is looked at when it is needed.
	 */
	void started(StartedSpan span) {
		this.arrived.add(span);
		if (this.waiting.incrementAndGet() > this.manyWait) {
			settle();
		}
	}

	/**
	 * Gives the spans that have started to their sessions.
	 */
	private void settle() {
		synchronized (this.arrived) {
			List<StartedSpan> undecided = new ArrayList<>();
			for (StartedSpan span = this.arrived.poll(); span != null; span = this.arrived.poll()) {
				this.waiting.decrementAndGet();
				if (!span.hasEnded() && !give(span)) {
					undecided.add(span);
				}
			}
			this.arrived.addAll(undecided);
			this.manyWait = Math.max(MANY_WAIT, 2 * this.waiting.addAndGet(undecided.size()));
		}
	}

	private boolean give(StartedSpan span) {
		String id = span.attribute(TelemetryAttributes.SESSION_ID.key());
		if (id == null) {
			return false;
		}
		KeptSession session = this.current.get(id);
		boolean begins = Stage.AGENT_SESSION.value().equals(span.attribute(TelemetryAttributes.STAGE.key()));
		if (session == null || (begins && session.isClosed())) {
			session = begin(id, span.context().getSpanId(), begins);
		}
		if (session != null) {
			grow(session.started(span));
		}
		return true;
	}

	/**
	 * Keeps a span that has ended.
	 * @return whether it is of a session, and whether there was room for it
	 */
	Keeping ended(EndedSpan span) {
		SpanData data = span.data();
		String id = data.getAttributes().get(TelemetryAttributes.SESSION_ID.key());
		if (id == null) {
			return Keeping.OF_NO_SESSION;
		}
		KeptSession session = this.current.get(id);
		if (session == null || session.isClosed()) {
			settle();
			session = begin(id, data.getSpanId(), KeptSession.isOf(data, Stage.AGENT_SESSION));
		}
		Long more = (session != null) ? session.ended(span) : null;
		if (more == null) {
			return Keeping.NO_ROOM;
		}
		grow(more);
		return Keeping.KEPT;
	}

	/**
	 * Keeps one session more. One whose beginning was not seen, or is forgotten already,
	 * takes the place of no other.
	 */
	private @Nullable KeptSession begin(String id, String key, boolean fromTheStart) {
		synchronized (this.all) {
			KeptSession session = this.current.get(id);
			if (session != null && !(fromTheStart && session.isClosed())) {
				return session;
			}
			if (!fromTheStart
					&& (this.all.size() >= this.limits.sessions() || this.bytes.get() >= this.limits.bytes())) {
				return null;
			}
			KeptSession begun = new KeptSession(key, id, this.limits);
			this.current.put(id, begun);
			this.all.put(key, begun);
			makeRoom(begun);
			return begun;
		}
	}

	private void grow(long more) {
		if (more != 0 && this.bytes.addAndGet(more) > this.limits.bytes()) {
			synchronized (this.all) {
				makeRoom(null);
			}
		}
	}

	private void makeRoom(@Nullable KeptSession newest) {
		while (this.all.size() > this.limits.sessions()
				|| (this.bytes.get() > this.limits.bytes() && this.all.size() > ((newest != null) ? 1 : 0))) {
			KeptSession oldest = takeOldest(newest);
			if (oldest == null) {
				return;
			}
			this.current.remove(oldest.id(), oldest);
			this.bytes.addAndGet(-oldest.forget());
			this.forgotten.incrementAndGet();
		}
	}

	private @Nullable KeptSession takeOldest(@Nullable KeptSession newest) {
		KeptSession oldest = null;
		for (Iterator<KeptSession> each = this.all.values().iterator(); each.hasNext();) {
			KeptSession session = each.next();
			if (session.isClosed()) {
				each.remove();
				return session;
			}
			oldest = (oldest == null && session != newest) ? session : oldest;
		}
		if (oldest != null) {
			this.all.remove(oldest.key());
		}
		return oldest;
	}

	@Nullable KeptSession find(String key) {
		settle();
		synchronized (this.all) {
			return this.all.get(key);
		}
	}

	/**
	 * The sessions, in the order in which they began.
	 */
	List<KeptSession> list() {
		settle();
		synchronized (this.all) {
			return new ArrayList<>(this.all.values());
		}
	}

	long bytes() {
		return this.bytes.get();
	}

	/**
	 * How many had to go.
	 */
	long forgotten() {
		return this.forgotten.get();
	}

	/** What became of a span. */
	enum Keeping {

		KEPT,

		NO_ROOM,

		OF_NO_SESSION

	}

}

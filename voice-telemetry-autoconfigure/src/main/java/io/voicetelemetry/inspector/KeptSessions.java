package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.StartedSpan;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The last sessions. When there are too many, or they take too much memory, the one that
 * ended first goes; if none has, the one that began first. Not thread-safe.
 */
final class KeptSessions {

	private static final int BYTES_OF_A_CUT_OFF_ID = 150;

	private final InspectorLimits limits;

	/** By id, as long as they go on, and until another has the same id. */
	private final Map<String, KeptSession> current = new HashMap<>();

	/** By key, in the order in which they began, or ended if they have. */
	private final Map<String, KeptSession> all = new LinkedHashMap<>();

	/** Ids of those that had to go while they went on: what comes of them is no call. */
	private final Set<String> cutOff = new LinkedHashSet<>();

	private long begun;

	private long bytes;

	private long forgotten;

	private final Function<StartedSpan, @Nullable SpanData> shown;

	KeptSessions(InspectorLimits limits, Function<StartedSpan, @Nullable SpanData> shown) {
		this.shown = shown;
		this.limits = limits;
	}

	/**
	 * Keeps a span that has started. One that has ended since will come again as such,
	 * but a session begins with the span that says so.
	 * @return whether that is all; a moment later a span may say of what session it is
	 */
	boolean started(StartedSpan span) {
		String id = span.attribute(TelemetryAttributes.SESSION_ID.key());
		if (id == null) {
			return span.hasEnded();
		}
		KeptSession session = this.current.get(id);
		boolean begins = Stage.AGENT_SESSION.value().equals(span.attribute(TelemetryAttributes.STAGE.key()));
		if (session == null || (begins && session.isClosed())) {
			session = begin(id, span.context().getSpanId(), begins);
		}
		if (session != null && !span.hasEnded()) {
			long before = session.bytes();
			session.started(span);
			grow(session.bytes() - before);
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
		if (session == null) {
			session = begin(id, data.getSpanId(), false);
		}
		else if (session.isClosed() && KeptSession.isOf(data, Stage.AGENT_SESSION)) {
			session = begin(id, data.getSpanId(), true);
		}
		if (session == null) {
			return Keeping.NO_ROOM;
		}
		long before = session.bytes();
		boolean kept = session.ended(span);
		if (session.isClosed()) {
			putLast(session);
		}
		grow(session.bytes() - before);
		return kept ? Keeping.KEPT : Keeping.NO_ROOM;
	}

	/**
	 * Says that spans of a session could not be kept.
	 */
	void cut(String id, long spans) {
		KeptSession session = this.current.get(id);
		if (session != null) {
			session.cut(spans);
		}
	}

	/**
	 * Says that a session has ended and the span that tells how could not be kept.
	 */
	void over(String key) {
		KeptSession session = this.all.get(key);
		if (session != null && !session.isClosed()) {
			session.over();
			putLast(session);
		}
	}

	private void putLast(KeptSession session) {
		if (this.all.remove(session.key()) != null) {
			this.all.put(session.key(), session);
		}
	}

	/**
	 * Lets go what nobody will end any more.
	 */
	void forgetAbandoned() {
		for (KeptSession session : this.all.values()) {
			long before = session.bytes();
			session.forgetAbandoned();
			grow(session.bytes() - before);
		}
	}

	/**
	 * Keeps one session more. One whose beginning was not seen, or is forgotten already,
	 * takes the place of no other.
	 */
	private @Nullable KeptSession begin(String id, String key, boolean fromTheStart) {
		if (fromTheStart) {
			forgetCutOff(id);
		}
		else if (this.cutOff.contains(id) || this.all.size() >= this.limits.sessions()
				|| this.bytes >= this.limits.keptBytes()) {
			return null;
		}
		KeptSession begun = new KeptSession(this.begun++, key, id, this.limits, this.shown);
		this.current.put(id, begun);
		this.all.put(key, begun);
		this.bytes += begun.bytes();
		makeRoom(begun);
		return begun;
	}

	private void grow(long more) {
		this.bytes += more;
		if (more > 0) {
			makeRoom(null);
		}
	}

	private void makeRoom(@Nullable KeptSession newest) {
		while (this.all.size() > this.limits.sessions()
				|| (this.bytes > this.limits.keptBytes() && this.all.size() > ((newest != null) ? 1 : 0))) {
			KeptSession oldest = takeOldest(newest);
			if (oldest == null) {
				return;
			}
			this.current.remove(oldest.id(), oldest);
			if (!oldest.isClosed()) {
				cutOff(oldest.id());
			}
			this.bytes -= oldest.bytes();
			this.forgotten++;
		}
	}

	private void cutOff(String id) {
		if (this.cutOff.add(id)) {
			this.bytes += bytesOfCutOff(id);
		}
		while (this.cutOff.size() > this.limits.cutOff()) {
			forgetCutOff(this.cutOff.iterator().next());
		}
	}

	private void forgetCutOff(String id) {
		if (this.cutOff.remove(id)) {
			this.bytes -= bytesOfCutOff(id);
		}
	}

	private static long bytesOfCutOff(String id) {
		return BYTES_OF_A_CUT_OFF_ID + 2L * id.length();
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
		return this.all.get(key);
	}

	/**
	 * The sessions, in the order in which they began.
	 */
	List<KeptSession> list() {
		List<KeptSession> sessions = new ArrayList<>(this.all.values());
		sessions.sort(Comparator.comparingLong(KeptSession::number));
		return sessions;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * How many had to go.
	 */
	long forgotten() {
		return this.forgotten;
	}

	/** What became of a span. */
	enum Keeping {

		KEPT,

		NO_ROOM,

		OF_NO_SESSION

	}

}

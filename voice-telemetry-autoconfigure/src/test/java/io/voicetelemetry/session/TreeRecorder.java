package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Keeps of each span just its place and its time, to check the trees of more spans than
 * would fit into memory.
 */
final class TreeRecorder implements SpanProcessor {

	private final AtomicLong started = new AtomicLong();

	private final Map<String, Place> ended = new ConcurrentHashMap<>();

	private final AtomicLong endedTwice = new AtomicLong();

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		this.started.incrementAndGet();
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		SpanData data = span.toSpanData();
		Place place = new Place(span.getAttribute(TelemetryAttributes.SESSION_ID.key()), data.getTraceId(),
				data.getParentSpanContext().isValid() ? data.getParentSpanId() : "", data.getStartEpochNanos(),
				data.getEndEpochNanos());
		if (this.ended.put(data.getSpanId(), place) != null) {
			this.endedTwice.incrementAndGet();
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	long started() {
		return this.started.get();
	}

	long ended() {
		return this.ended.size() + this.endedTwice.get();
	}

	/**
	 * What is wrong: orphans, mixed ids, children outside their parents, spans that ended
	 * twice.
	 */
	List<String> violations() {
		List<String> violations = new ArrayList<>();
		if (this.endedTwice.get() > 0) {
			violations.add(this.endedTwice + " spans ended twice");
		}
		Map<String, String> sessions = new HashMap<>();
		this.ended.forEach((id, place) -> {
			String session = sessions.putIfAbsent(place.traceId(), place.sessionId());
			if (session != null && !session.equals(place.sessionId())) {
				violations.add(id + " of " + place.sessionId() + " is in the trace of " + session);
			}
			if (place.end() < place.start()) {
				violations.add(id + " ends before it starts");
			}
			if (!place.parentId().isEmpty()) {
				check(id, place, violations);
			}
		});
		return violations;
	}

	private void check(String id, Place place, List<String> violations) {
		Place parent = this.ended.get(place.parentId());
		if (parent == null) {
			violations.add(id + " is an orphan");
		}
		else if (!parent.traceId().equals(place.traceId())) {
			violations.add(id + " is in another trace than its parent");
		}
		else if (place.start() < parent.start() || place.end() > parent.end()) {
			violations.add(id + " [" + place.start() + ", " + place.end() + "] is outside its parent [" + parent.start()
					+ ", " + parent.end() + "]");
		}
	}

	private record Place(String sessionId, String traceId, String parentId, long start, long end) {
	}

}

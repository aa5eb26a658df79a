package io.voicetelemetry.sample.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Keeps the spans of the calls that are under way. Spring Boot adds every bean of type
 * {@link SpanProcessor} to its tracer provider, so this works with or without a backend.
 */
@Component
class CallSpans implements SpanProcessor {

	private final Set<ReadableSpan> open = new HashSet<>();

	private final Map<String, List<SpanData>> ended = new HashMap<>();

	@Override
	public synchronized void onStart(Context parentContext, ReadWriteSpan span) {
		this.open.add(span);
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public synchronized void onEnd(ReadableSpan span) {
		this.open.remove(span);
		String sessionId = sessionId(span);
		if (sessionId != null) {
			this.ended.computeIfAbsent(sessionId, (id) -> new ArrayList<>()).add(span.toSpanData());
		}
		notifyAll();
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/**
	 * Take the spans of a call that has ended, and forget them here. A span may end a
	 * moment after its session did, on a thread of its own.
	 * @param sessionId the call's session
	 * @param patience how long to wait for spans that are still open
	 * @return the spans, empty if the call was not recorded
	 * @throws InterruptedException if interrupted while waiting
	 */
	synchronized List<SpanData> take(String sessionId, Duration patience) throws InterruptedException {
		long deadline = System.nanoTime() + patience.toNanos();
		long left = patience.toNanos();
		while (left > 0 && this.open.stream().anyMatch((span) -> sessionId.equals(sessionId(span)))) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - System.nanoTime();
		}
		List<SpanData> spans = this.ended.remove(sessionId);
		return (spans != null) ? spans : List.of();
	}

	private static @Nullable String sessionId(ReadableSpan span) {
		return span.getAttribute(TelemetryAttributes.SESSION_ID.key());
	}

}

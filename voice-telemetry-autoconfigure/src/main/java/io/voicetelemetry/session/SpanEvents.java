package io.voicetelemetry.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The events of one span: the first ones and the last. OpenTelemetry keeps the first 128
 * of a span and drops the rest in silence, which of a long call is the end, with the
 * exception. So the first are written at once, and of the rest the last are held back
 * until the span ends. Those of the application have their own share: however many they
 * are, ours stay. Thread-safe.
 */
final class SpanEvents {

	/** How many events of the application are kept on a span. */
	static final int MAX_OF_APPLICATION = 64;

	/**
	 * How many events of ours are kept. With the exception, and a few that others may
	 * write on the span past us, they must not be more than OpenTelemetry keeps.
	 */
	static final int MAX_OWN = 56;

	private final SpanRecording span;

	private final Share own = new Share(MAX_OWN);

	private @Nullable Share ofApplication;

	private boolean closed;

	SpanEvents(SpanRecording span) {
		this.span = span;
	}

	synchronized void add(String name, Attributes attributes, long atNanos) {
		add(this.own, new Event(name, attributes, atNanos));
	}

	synchronized void addOfApplication(String name, long atNanos) {
		Share share = this.ofApplication;
		if (share == null) {
			share = new Share(MAX_OF_APPLICATION);
			this.ofApplication = share;
		}
		add(share, new Event(name, Attributes.empty(), atNanos));
	}

	private void add(Share share, Event event) {
		if (this.closed) {
			this.span.refuse(RefusalReason.LATE);
		}
		else if (share.written < share.max / 2) {
			share.written++;
			write(event);
		}
		else if (share.hold(event)) {
			this.span.refuse(RefusalReason.EVENT_LIMIT);
		}
	}

	/**
	 * Writes what was held back. Nothing is added from then on.
	 */
	synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		List<Event> last = new ArrayList<>(this.own.last);
		long dropped = this.own.dropped;
		Share ofApplication = this.ofApplication;
		if (ofApplication != null) {
			last.addAll(ofApplication.last);
			last.sort(Comparator.comparingLong(Event::atNanos));
			dropped += ofApplication.dropped;
		}
		last.forEach(this::write);
		if (dropped > 0) {
			this.span.put(TelemetryAttributes.DROPPED_EVENTS, dropped);
		}
	}

	private void write(Event event) {
		this.span.span.addEvent(event.name(), event.attributes(), event.atNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Events of one origin: half of what there may be is written at once.
	 */
	private static final class Share {

		private final int max;

		private final Deque<Event> last = new ArrayDeque<>(0);

		private int written;

		private long dropped;

		Share(int max) {
			this.max = max;
		}

		/**
		 * Holds an event back.
		 * @return whether an older one had to go
		 */
		boolean hold(Event event) {
			this.last.add(event);
			if (this.last.size() <= this.max - this.written) {
				return false;
			}
			this.last.remove();
			this.dropped++;
			return true;
		}

	}

	private record Event(String name, Attributes attributes, long atNanos) {
	}

}

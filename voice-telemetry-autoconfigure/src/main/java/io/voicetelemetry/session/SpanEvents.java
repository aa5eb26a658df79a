package io.voicetelemetry.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
		add(this.own, name, attributes, atNanos);
	}

	synchronized void addOfApplication(String name, long atNanos) {
		Share share = this.ofApplication;
		if (share == null) {
			share = new Share(MAX_OF_APPLICATION);
			this.ofApplication = share;
		}
		add(share, name, Attributes.empty(), atNanos);
	}

	private void add(Share share, String name, Attributes attributes, long atNanos) {
		if (this.closed) {
			this.span.refuse(RefusalReason.LATE);
		}
		else if (share.written < share.max / 2) {
			share.written++;
			write(name, attributes, atNanos);
		}
		else if (share.hold(new Event(name, attributes, atNanos))) {
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
		List<Event> last = new ArrayList<>(this.own.last());
		long dropped = this.own.dropped;
		Share ofApplication = this.ofApplication;
		if (ofApplication != null) {
			last.addAll(ofApplication.last());
			last.sort(Comparator.comparingLong(Event::atNanos));
			dropped += ofApplication.dropped;
		}
		last.forEach((event) -> write(event.name(), event.attributes(), event.atNanos()));
		if (dropped > 0) {
			this.span.put(TelemetryAttributes.DROPPED_EVENTS, dropped);
		}
	}

	private void write(String name, Attributes attributes, long atNanos) {
		this.span.span.addEvent(name, attributes, atNanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Events of one origin: half of what there may be is written at once.
	 */
	private static final class Share {

		private final int max;

		/** Made for the first that is held back: nearly no span has so many. */
		private @Nullable Deque<Event> last;

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
			Deque<Event> last = this.last;
			if (last == null) {
				last = new ArrayDeque<>();
				this.last = last;
			}
			last.add(event);
			if (last.size() <= this.max - this.written) {
				return false;
			}
			last.remove();
			this.dropped++;
			return true;
		}

		Collection<Event> last() {
			return (this.last != null) ? this.last : List.of();
		}

	}

	private record Event(String name, Attributes attributes, long atNanos) {
	}

}

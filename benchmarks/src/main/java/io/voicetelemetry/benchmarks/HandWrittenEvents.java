package io.voicetelemetry.benchmarks;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.slf4j.MDC;

/**
 * Tells a listener of events by hand, on a thread of its own and with the ids of the call
 * in the log: at most so many wait, and what is too much is counted.
 */
final class HandWrittenEvents implements AutoCloseable {

	private static final int CAPACITY = 16_384;

	private final BlockingQueue<HandWrittenEvent> untold = new ArrayBlockingQueue<>(CAPACITY);

	private final LongAdder missed = new LongAdder();

	private final Consumer<HandWrittenEvent> listener;

	private final Thread thread = new Thread(this::tell, "by-hand-events");

	HandWrittenEvents(Consumer<HandWrittenEvent> listener) {
		this.listener = listener;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	void add(HandWrittenEvent event) {
		if (!this.untold.offer(event)) {
			this.missed.increment();
		}
	}

	long missed() {
		return this.missed.sum();
	}

	private void tell() {
		try {
			while (true) {
				HandWrittenEvent event = this.untold.take();
				try (MDC.MDCCloseable session = MDC.putCloseable(HandWrittenLog.SESSION_ID, event.sessionId());
						MDC.MDCCloseable trace = MDC.putCloseable(HandWrittenLog.TRACE_ID, event.traceId());
						MDC.MDCCloseable span = MDC.putCloseable(HandWrittenLog.SPAN_ID, event.spanId());
						MDC.MDCCloseable speech = MDC.putCloseable(HandWrittenLog.SPEECH_ID, event.speechId())) {
					this.listener.accept(event);
				}
			}
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}

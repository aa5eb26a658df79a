package io.voicetelemetry.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.otlp.OtlpRequest;
import io.voicetelemetry.spool.OpenSpanJournal;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is to be sent for the spans that are open, should the process die: a
 * call that it took part in is then reported as interrupted, and what has ended in it
 * still hangs under its parents. Used by the thread of the pipeline, but for
 * {@link #started}.
 */
final class OpenSpans {

	private static final int WILLS_IN_A_BATCH = 256;

	private static final int MAX_BATCH_BYTES = 1 << 20;

	/** Should the thread be held up, this shall not take all memory. */
	private static final int MAX_WAITING = 100_000;

	private final Queue<StartedSpan> started = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final RequestFactory requests;

	private final DeliveryLog log;

	private @Nullable OpenSpanJournal journal;

	private boolean full;

	OpenSpans(RequestFactory requests, DeliveryLog log) {
		this.requests = requests;
		this.log = log;
	}

	/**
	 * A span of a session has started. Any thread may tell.
	 */
	void started(StartedSpan span) {
		if (this.waiting.incrementAndGet() <= MAX_WAITING) {
			this.started.add(span);
		}
		else {
			this.waiting.decrementAndGet();
		}
	}

	/**
	 * Begins to write, when it is known that this can be done.
	 */
	void begin(OpenSpanJournal journal) {
		this.journal = journal;
	}

	/**
	 * Writes down what has started since the last time and has not ended. Most spans end
	 * before they would be written. What may turn out to be one that the backend is sent
	 * is looked at again the next time.
	 */
	void write() {
		OpenSpanJournal journal = this.journal;
		Instant now = Clock.systemUTC().instant();
		List<StartedSpan> undecided = new ArrayList<>();
		for (StartedSpan span = this.started.poll(); span != null; span = this.started.poll()) {
			this.waiting.decrementAndGet();
			if (journal != null && !span.hasEnded()
					&& !write(journal, span, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano())) {
				undecided.add(span);
			}
		}
		undecided.forEach(this::started);
		if (journal != null) {
			attempt(() -> journal.alive(now.toEpochMilli()));
		}
	}

	/**
	 * Writes down a span.
	 * @return {@code false} if it is not known yet whether the backend is sent it
	 */
	private boolean write(OpenSpanJournal journal, StartedSpan span, long epochNanos) {
		boolean[] known = { true };
		attempt(() -> {
			SpanData data = span.toSpanData();
			if (data == null) {
				known[0] = false;
				return;
			}
			byte[] will = this.requests.create(List.of(EndedSpan.of(new LastWill(data, epochNanos)))).get(0).bytes();
			if (!journal.opened(id(data.getSpanId()), will) && !this.full) {
				this.full = true;
				this.log.warn("more spans are open than can be written down: should this process die, the calls of the "
						+ "others will be incomplete");
			}
		});
		return known[0];
	}

	/**
	 * Strikes out what has ended, which must be on disk by now.
	 */
	void ended(List<EndedSpan> spans) {
		OpenSpanJournal journal = this.journal;
		if (journal != null) {
			attempt(() -> {
				for (EndedSpan span : spans) {
					journal.closed(id(span.data().getSpanId()));
				}
			});
		}
	}

	private static long id(String spanId) {
		return Long.parseUnsignedLong(spanId, 16);
	}

	/**
	 * What is to be sent for the spans that were open when an earlier process died.
	 * @return requests, each of a few hundred spans at most
	 */
	List<RequestFactory.Request> recovered() {
		OpenSpanJournal journal = this.journal;
		if (journal == null) {
			return List.of();
		}
		long end = TimeUnit.MILLISECONDS.toNanos(journal.lastAliveEpochMillis());
		List<RequestFactory.Request> recovered = new ArrayList<>();
		ByteArrayOutputStream together = new ByteArrayOutputStream();
		int spans = 0;
		for (byte[] will : journal.recovered()) {
			if (!setEnd(will, end)) {
				continue;
			}
			// Requests, one after the other, are a request with all that is in them.
			together.writeBytes(will);
			if (++spans == WILLS_IN_A_BATCH || together.size() >= MAX_BATCH_BYTES) {
				recovered.add(new RequestFactory.Request(together.toByteArray(), spans));
				together.reset();
				spans = 0;
			}
		}
		if (spans > 0) {
			recovered.add(new RequestFactory.Request(together.toByteArray(), spans));
		}
		return recovered;
	}

	private boolean setEnd(byte[] will, long end) {
		try {
			OtlpRequest.setEnd(will, end);
			return true;
		}
		catch (IllegalArgumentException ex) {
			this.log.unexpected(System.nanoTime(), "Reading an open span of an earlier run", ex);
			return false;
		}
	}

	/**
	 * Forgets what was recovered, which must be on disk elsewhere by now.
	 */
	void forgetRecovered() {
		OpenSpanJournal journal = this.journal;
		if (journal != null) {
			attempt(journal::forgetRecovered);
		}
	}

	void close() {
		OpenSpanJournal journal = this.journal;
		if (journal != null) {
			journal.close();
		}
	}

	private void attempt(Writing writing) {
		try {
			writing.run();
		}
		catch (Throwable ex) {
			// It may come from a dialect, and is no reason not to deliver.
			this.log.unexpected(System.nanoTime(), "Writing down open spans", ex);
		}
	}

	@FunctionalInterface
	private interface Writing {

		void run() throws IOException;

	}

}

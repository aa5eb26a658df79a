package io.voicetelemetry.benchmarks.faults;

import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Which spans the receiver has, by their ids, which count up from 1. Thread-safe.
 */
final class ReceivedSpans {

	private final BitSet ids = new BitSet();

	private final Consumer<Span> listener;

	private long received;

	private long rejected;

	ReceivedSpans(Consumer<Span> listener) {
		this.listener = listener;
	}

	/**
	 * Takes the last spans of a request.
	 */
	synchronized void add(List<Span> spans, int taken) {
		for (Span span : spans.subList(spans.size() - taken, spans.size())) {
			this.ids.set(idOf(span.getSpanId()));
			this.listener.accept(span);
		}
		this.received += taken;
	}

	synchronized void addRejected(int spans) {
		this.rejected += spans;
	}

	private static int idOf(ByteString bytes) {
		return Math.toIntExact(bytes.asReadOnlyByteBuffer().getLong());
	}

	synchronized boolean contains(int id) {
		return this.ids.get(id);
	}

	synchronized long distinct() {
		return this.ids.cardinality();
	}

	synchronized long duplicates() {
		return this.received - this.ids.cardinality();
	}

	/**
	 * How many spans it said it would not take in answers of success.
	 */
	synchronized long rejected() {
		return this.rejected;
	}

	synchronized BitSet ids() {
		return (BitSet) this.ids.clone();
	}

}

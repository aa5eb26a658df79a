package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Notes which spans have ended, and when, by their ids, which count up from 1. Kept off
 * the heap, whose growth is measured, or in a file, which outlives a killed process.
 * Thread-safe.
 */
final class EndedSpans implements SpanProcessor {

	private static final int FILE_CAPACITY = 1_000_000;

	private final ByteBuffer endMillis;

	private final long baseMillis;

	private final LongAdder count = new LongAdder();

	private final AtomicInteger highest = new AtomicInteger();

	private EndedSpans(ByteBuffer endMillis, long baseMillis) {
		this.endMillis = endMillis;
		this.baseMillis = baseMillis;
	}

	/**
	 * Notes in memory.
	 * @param capacity how many spans there may be
	 */
	static EndedSpans inMemory(int capacity) {
		return new EndedSpans(ByteBuffer.allocateDirect(capacity * Integer.BYTES), System.currentTimeMillis());
	}

	/**
	 * Notes in a file.
	 * @param baseMillis from when on times are counted, the same for writing and reading
	 */
	static EndedSpans in(Path file, long baseMillis) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			EndedSpans spans = new EndedSpans(
					channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_CAPACITY * Integer.BYTES), baseMillis);
			spans.countWhatIsThere();
			return spans;
		}
	}

	private void countWhatIsThere() {
		for (int id = 1; id < FILE_CAPACITY; id++) {
			if (this.endMillis.getInt(id * Integer.BYTES) != 0) {
				this.count.increment();
				this.highest.set(id);
			}
		}
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		int id = (int) Long.parseLong(span.getSpanContext().getSpanId(), 16);
		int millis = (int) (System.currentTimeMillis() - this.baseMillis);
		this.endMillis.putInt(id * Integer.BYTES, Math.max(millis, 1));
		this.highest.accumulateAndGet(id, Math::max);
		this.count.increment();
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	long count() {
		return this.count.sum();
	}

	/**
	 * When a span ended, in milliseconds since the base; 0 if it did not.
	 */
	int endMillis(int id) {
		return this.endMillis.getInt(id * Integer.BYTES);
	}

	/**
	 * The current time as {@link #endMillis} tells it.
	 */
	int nowMillis() {
		return (int) (System.currentTimeMillis() - this.baseMillis);
	}

	/**
	 * The ended spans that are not among others.
	 * @param ids the others
	 * @param endMillis only those are looked at whose end fulfils this
	 */
	BitSet missingFrom(BitSet ids, IntPredicate endMillis) {
		BitSet missing = new BitSet();
		for (int id = ids.nextClearBit(1); id <= this.highest.get(); id = ids.nextClearBit(id + 1)) {
			int end = endMillis(id);
			if (end != 0 && endMillis.test(end)) {
				missing.set(id);
			}
		}
		return missing;
	}

}

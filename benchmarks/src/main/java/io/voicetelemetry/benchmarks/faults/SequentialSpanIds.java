package io.voicetelemetry.benchmarks.faults;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Span ids that count up, so that millions of spans can be told apart in little memory.
 */
final class SequentialSpanIds implements IdGenerator {

	private final IdGenerator random = IdGenerator.random();

	private final AtomicInteger last = new AtomicInteger();

	@Override
	public String generateSpanId() {
		return SpanId.fromLong(this.last.incrementAndGet());
	}

	@Override
	public String generateTraceId() {
		return this.random.generateTraceId();
	}

}

package io.voicetelemetry.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Keeps what has ended. Not OpenTelemetry's exporter for tests: its library changes how
 * contexts are stored.
 */
final class FinishedSpans implements SpanProcessor {

	private List<SpanData> spans = new ArrayList<>();

	List<SpanData> take() {
		List<SpanData> taken = this.spans;
		this.spans = new ArrayList<>();
		return taken;
	}

	SpanData takeOne() {
		List<SpanData> taken = take();
		SameSpans.require(taken.size() == 1, "Not one span: " + taken);
		return taken.get(0);
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
		this.spans.add(span.toSpanData());
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}

package io.voicetelemetry.export;

import java.time.Duration;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Sends spans in batches, with OpenTelemetry's processor.
 */
final class BatchPipeline implements ExportPipeline {

	private final String description;

	private final BatchSpanProcessor batches;

	BatchPipeline(String backend, String destination, SpanExporter exporter, Duration scheduleDelay) {
		this.description = backend + " at " + destination;
		this.batches = BatchSpanProcessor.builder(exporter).setScheduleDelay(scheduleDelay).build();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		this.batches.onEnd(span);
	}

	@Override
	public CompletableResultCode flush() {
		return this.batches.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.batches.shutdown();
	}

	@Override
	public String toString() {
		return this.description;
	}

}

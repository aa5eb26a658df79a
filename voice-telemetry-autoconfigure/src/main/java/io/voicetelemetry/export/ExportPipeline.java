package io.voicetelemetry.export;

import java.time.Duration;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * The way of spans to one backend. Each backend has its own, so that one that is slow or
 * gone does not hold up the others.
 *
 * @since 0.1
 */
public final class ExportPipeline {

	private final String backend;

	private final String destination;

	private final BatchSpanProcessor batches;

	private ExportPipeline(String backend, String destination, BatchSpanProcessor batches) {
		this.backend = backend;
		this.destination = destination;
		this.batches = batches;
	}

	/**
	 * A pipeline.
	 * @param backend the backend's name
	 * @param destination where it sends to, without any secret
	 * @param exporter sends the spans
	 * @param scheduleDelay how long a span waits for others at most
	 * @return the pipeline
	 */
	public static ExportPipeline of(String backend, String destination, SpanExporter exporter, Duration scheduleDelay) {
		return new ExportPipeline(backend, destination,
				BatchSpanProcessor.builder(exporter).setScheduleDelay(scheduleDelay).build());
	}

	/**
	 * The backend's name.
	 * @return the name
	 */
	public String backend() {
		return this.backend;
	}

	/**
	 * Where it sends to, without any secret.
	 * @return the destination
	 */
	public String destination() {
		return this.destination;
	}

	void onEnd(ReadableSpan span) {
		this.batches.onEnd(span);
	}

	CompletableResultCode flush() {
		return this.batches.forceFlush();
	}

	CompletableResultCode shutdown() {
		return this.batches.shutdown();
	}

	@Override
	public String toString() {
		return this.backend + " at " + this.destination;
	}

}

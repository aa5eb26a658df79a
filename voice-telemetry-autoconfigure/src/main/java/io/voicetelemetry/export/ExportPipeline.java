package io.voicetelemetry.export;

import java.time.Duration;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * The way of spans to one backend. Each backend has its own, so that one that is slow or
 * gone does not hold up the others. Thread-safe.
 *
 * @since 0.1
 */
public interface ExportPipeline {

	/**
	 * A pipeline that sends spans in batches.
	 * @param backend the backend's name
	 * @param destination where it sends to, without any secret
	 * @param exporter sends the spans
	 * @param scheduleDelay how long a span waits for others at most
	 * @return the pipeline
	 */
	static ExportPipeline of(String backend, String destination, SpanExporter exporter, Duration scheduleDelay) {
		return new BatchPipeline(backend, destination, exporter, scheduleDelay);
	}

	/**
	 * A pipeline that prints each call to the console when it has ended.
	 * @return the pipeline
	 */
	static ExportPipeline toConsole() {
		return new ConsolePipeline(System.out);
	}

	/**
	 * Takes a span that has ended. It is called on the thread that ended the span, so it
	 * neither blocks nor throws.
	 * @param span the span
	 */
	void onEnd(ReadableSpan span);

	/**
	 * Sends what waits.
	 * @return completes when that was tried
	 */
	CompletableResultCode flush();

	/**
	 * Sends what waits, and takes nothing more.
	 * @return completes when that was tried
	 */
	CompletableResultCode shutdown();

	/**
	 * Where it sends to, for people to read and without any secret.
	 * @return the backend and the destination
	 */
	@Override
	String toString();

}

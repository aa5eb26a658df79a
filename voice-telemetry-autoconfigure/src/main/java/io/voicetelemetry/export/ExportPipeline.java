package io.voicetelemetry.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.common.CompletableResultCode;

/**
 * The way of spans to one backend. Each backend has its own, so that one that is slow or
 * gone does not hold up the others. Thread-safe.
 *
 * @since 0.1
 */
public interface ExportPipeline {

	/**
	 * A pipeline that prints each call to the console when it has ended.
	 * @return the pipeline
	 */
	static ExportPipeline toConsole() {
		return new ConsolePipeline(System.out);
	}

	/**
	 * Which spans it takes.
	 * @return the selection, always the same
	 */
	default SpanSelection spans() {
		return SpanSelection.ALL;
	}

	/**
	 * Is told of a span of a call that has started. It is called on the thread that
	 * started the span, so it neither blocks nor throws.
	 * @param span the span
	 */
	default void onStart(StartedSpan span) {
	}

	/**
	 * Takes a span that has ended. It is called on the thread that ended the span, so it
	 * neither blocks nor throws.
	 * @param span the span
	 */
	void onEnd(EndedSpan span);

	/**
	 * Sends what waits.
	 * @param timeout how long to wait for that
	 * @return what became of it, at the latest after the timeout
	 */
	CompletableFuture<FlushResult> flush(Duration timeout);

	/**
	 * Sends what waits, and takes nothing more.
	 * @return completes when that is done or was given up: with success if nothing was
	 * lost
	 */
	CompletableResultCode shutdown();

	/**
	 * What became of the spans so far.
	 * @return the account
	 */
	DeliveryCounts counts();

	/**
	 * Where it sends to, for people to read and without any secret.
	 * @return the backend and the destination
	 */
	@Override
	String toString();

}

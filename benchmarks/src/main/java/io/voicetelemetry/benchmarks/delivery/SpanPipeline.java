package io.voicetelemetry.benchmarks.delivery;

import io.opentelemetry.api.trace.TracerProvider;

/**
 * Delivers the spans of its tracers.
 */
interface SpanPipeline extends AutoCloseable {

	TracerProvider tracers();

	/**
	 * Whether it would take more spans without dropping any.
	 * @param ended how many it was given so far
	 */
	boolean hasRoom(long ended);

	/**
	 * Waits until it has delivered what it was given and has not dropped.
	 * @param ended how many it was given so far
	 */
	void drain(long ended);

	@Override
	void close();

}

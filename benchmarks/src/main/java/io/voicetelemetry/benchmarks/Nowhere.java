package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.FlushResult;
import io.voicetelemetry.export.SpanSelection;

/**
 * A pipeline to nowhere.
 *
 * @param spans what it gets
 */
record Nowhere(SpanSelection spans) implements ExportPipeline {

	@Override
	public void onEnd(EndedSpan span) {
	}

	@Override
	public CompletableFuture<FlushResult> flush(Duration timeout) {
		return CompletableFuture.completedFuture(new FlushResult("nowhere", 0, 0, 0));
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public DeliveryCounts counts() {
		throw new UnsupportedOperationException();
	}

}

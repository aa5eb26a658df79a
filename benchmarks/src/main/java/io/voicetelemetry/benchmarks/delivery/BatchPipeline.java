package io.voicetelemetry.benchmarks.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * OpenTelemetry's own batch processors and exporters, with default settings.
 */
final class BatchPipeline implements SpanPipeline {

	/** Of its queue of 2,048, so that nothing is dropped in between. */
	private static final int ROOM = 1536;

	private final List<Counting> exporters = new ArrayList<>();

	private final SdkTracerProvider provider;

	BatchPipeline(Trial trial, String url) {
		SdkTracerProviderBuilder builder = SdkTracerProvider.builder();
		for (int i = 0; i < trial.backends(); i++) {
			Counting exporter = new Counting(exporter(trial, url));
			this.exporters.add(exporter);
			builder.addSpanProcessor(BatchSpanProcessor.builder(exporter).build());
		}
		this.provider = builder.build();
	}

	private static SpanExporter exporter(Trial trial, String url) {
		String compression = trial.gzip() ? "gzip" : "none";
		return (trial.sender() == Sender.GRPC)
				? OtlpGrpcSpanExporter.builder().setEndpoint(url).setCompression(compression).build()
				: OtlpHttpSpanExporter.builder().setEndpoint(url + "/v1/traces").setCompression(compression).build();
	}

	@Override
	public TracerProvider tracers() {
		return this.provider;
	}

	@Override
	public boolean hasRoom(long ended) {
		return this.exporters.stream().allMatch((exporter) -> ended - exporter.done.get() < ROOM);
	}

	@Override
	public void drain(long ended) {
		this.provider.forceFlush().join(60, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.provider.close();
	}

	/**
	 * Counts what the exporter is done with.
	 */
	private static final class Counting implements SpanExporter {

		private final SpanExporter exporter;

		private final AtomicLong done = new AtomicLong();

		Counting(SpanExporter exporter) {
			this.exporter = exporter;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			int number = spans.size();
			CompletableResultCode result = this.exporter.export(spans);
			result.whenComplete(() -> this.done.addAndGet(number));
			return result;
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

}

package io.voicetelemetry.benchmarks.faults;

import java.net.URI;
import java.util.Map;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/**
 * OpenTelemetry's own batch processor and exporter with their default settings, for
 * comparison.
 */
final class OpenTelemetryDelivery implements SpanDelivery {

	private static final String SENDER = "io.opentelemetry.sdk.common.export.HttpSenderProvider";

	private final SpanProcessor processor;

	OpenTelemetryDelivery(URI endpoint) {
		// There are two on the class path.
		if (System.getProperty(SENDER) == null) {
			System.setProperty(SENDER, "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider");
		}
		this.processor = BatchSpanProcessor
			.builder(OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build())
			.build();
	}

	@Override
	public String name() {
		return "OpenTelemetry's batch processor";
	}

	@Override
	public SpanProcessor processor() {
		return this.processor;
	}

	@Override
	public Map<String, Counts> counts() {
		return Map.of();
	}

}

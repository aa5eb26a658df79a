package io.voicetelemetry.export;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Pipelines that send OTLP over HTTP, as protobuf.
 *
 * @since 0.1
 */
public final class OtlpHttpPipelines {

	private OtlpHttpPipelines() {
	}

	/**
	 * Whether there is a client that can send.
	 * @return {@code false} if none is on the class path
	 */
	public static boolean canSend() {
		return new JdkSenderLoader().load(HttpSenderProvider.class).iterator().hasNext();
	}

	/**
	 * A pipeline.
	 * @param backend the backend's name
	 * @param endpoint the full URL for traces
	 * @param headers what is sent with each request; never logged
	 * @param gzip whether requests are compressed
	 * @param timeout how long a request may take
	 * @param scheduleDelay how long a span waits for others at most
	 * @param content whether what was said may be sent, on spans of others too
	 * @return the pipeline
	 */
	public static ExportPipeline create(String backend, URI endpoint, Map<String, String> headers, boolean gzip,
			Duration timeout, Duration scheduleDelay, boolean content) {
		OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
			.setEndpoint(endpoint.toString())
			.setTimeout(timeout)
			.setCompression(gzip ? "gzip" : "none")
			.setComponentLoader(new JdkSenderLoader())
			// By default the exporter asks for the global one.
			.setMeterProvider(MeterProvider.noop());
		headers.forEach(builder::addHeader);
		SpanExporter exporter = builder.build();
		return ExportPipeline.of(backend, withoutSecrets(endpoint),
				content ? exporter : new ForeignContentFilter(exporter), scheduleDelay);
	}

	/**
	 * An endpoint for people to read: a query may hold a key.
	 */
	private static String withoutSecrets(URI endpoint) {
		return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
	}

}

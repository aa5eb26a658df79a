package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Encodes spans, with OpenTelemetry's exporter: a sender that sends nothing is handed to
 * it, and keeps what it was to send. So nothing on the class path can take the sender's
 * place, and the exporter has no failure to log, to hide or to retry. Not thread-safe.
 */
final class ExporterEncoder implements AutoCloseable {

	private final Encoded encoded = new Encoded();

	private final OtlpHttpSpanExporter exporter = create(this.encoded);

	private static OtlpHttpSpanExporter create(HttpSender sender) {
		return OtlpHttpSpanExporter.builder()
			.setCompression("none")
			.setRetryPolicy(null)
			// By default the exporter asks for the global one.
			.setMeterProvider(MeterProvider.noop())
			.setComponentLoader(new ComponentLoader() {

				@Override
				public <T> Iterable<T> load(Class<T> type) {
					HttpSenderProvider provider = (config) -> sender;
					return type.isInstance(provider) ? List.of(type.cast(provider)) : List.of();
				}

			})
			.build();
	}

	/**
	 * Encodes spans.
	 * @param spans the spans
	 * @return an {@code ExportTraceServiceRequest}
	 * @throws RuntimeException if one of them cannot be encoded
	 */
	byte[] encode(Collection<SpanData> spans) {
		this.encoded.request = null;
		this.exporter.export(spans);
		byte[] request = this.encoded.request;
		this.encoded.request = null;
		if (request == null) {
			throw new IllegalStateException("The exporter has not encoded the spans");
		}
		return request;
	}

	@Override
	public void close() {
		this.exporter.shutdown();
	}

	private static final class Encoded implements HttpSender {

		private static final HttpResponse OK = new HttpResponse() {

			@Override
			public int getStatusCode() {
				return 200;
			}

			@Override
			public String getStatusMessage() {
				return "OK";
			}

			@Override
			public byte[] getResponseBody() {
				return new byte[0];
			}

		};

		private byte @Nullable [] request;

		@Override
		public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
			ProtobufOutput out = new ProtobufOutput(message.getContentLength());
			try {
				message.writeMessage(out);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.request = out.toByteArray();
			onResponse.accept(OK);
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}

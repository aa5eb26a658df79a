package io.voicetelemetry.export;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.otlp.OtlpTransport;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.spool.SpoolSettings;
import io.voicetelemetry.test.OtlpReceiver;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines with their threads, whose requests go to a receiver over real HTTP.
 */
final class RunningPipelines implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final List<AutoCloseable> open = new ArrayList<>();

	OtlpReceiver receiver() {
		return this.receiver;
	}

	static DeliverySettings settings(@Nullable Path directory) {
		return new DeliverySettings(Duration.ofMillis(100), 64 << 20, Duration.ofMinutes(15), Duration.ofSeconds(1),
				65_536, (directory != null) ? new SpoolSettings(directory, 64 << 20, Duration.ofDays(2), false) : null);
	}

	Running run(DeliverySettings settings, Function<HttpTransport, Sending> sending) {
		return run(settings, sending, () -> {
		});
	}

	Running run(DeliverySettings settings, Function<HttpTransport, Sending> sending, SpanSelection spans) {
		return run(settings, sending, () -> {
		}, spans);
	}

	Running run(DeliverySettings settings, Function<HttpTransport, Sending> sending, Runnable onClose) {
		return run(settings, sending, onClose, SpanSelection.ALL);
	}

	private Running run(DeliverySettings settings, Function<HttpTransport, Sending> sending, Runnable onClose,
			SpanSelection spans) {
		HttpTransport http = new HttpTransport(
				new OtlpDestination("backend", URI.create(this.receiver.endpoint()), Map.of(), false, PATIENCE, null));
		Sending sends = sending.apply(http);
		VoiceBackend backend = VoiceBackend.builder("backend", URI.create(this.receiver.endpoint()))
			.spans(spans)
			.build();
		VoiceSpanProcessor processor = new VoiceSpanProcessor(
				List.of(OtlpPipelines.create(backend, new Transport(http, sends, onClose), settings,
						() -> ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH))),
				Attributes.empty(), settings.shutdownTimeout());
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(processor).build())
			.build();
		ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(sdk).build();
		this.open.add(telemetry);
		this.open.add(sdk);
		return new Running(processor, sdk.getTracer("test"), telemetry);
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.receiver.close();
	}

	record Running(VoiceSpanProcessor processor, Tracer tracer, VoiceTelemetry telemetry) {
	}

	@FunctionalInterface
	interface Sending {

		CompletableFuture<OtlpAnswer> send(byte[] request);

	}

	private record Transport(HttpTransport http, Sending sending, Runnable onClose) implements OtlpTransport {

		@Override
		public CompletableFuture<OtlpAnswer> send(byte[] request) {
			return this.sending.send(request);
		}

		@Override
		public void close() {
			this.http.close();
			this.onClose.run();
		}

		@Override
		public String toString() {
			return this.http.toString();
		}

	}

}

package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set for every backend. What a product asks for beside it is in
 * {@link PresetProperties}.
 *
 * @param enabled Whether spans are sent there. By default they are if its credentials are
 * set, or its endpoint where it needs none.
 * @param endpoint Full URL for traces, such as "http://localhost:4318/v1/traces"; for
 * gRPC host and port. In place of what the preset or its base URL would give.
 * @param protocol Protocol of the endpoint.
 * @param headers Headers that are sent with each request, in place of those of the preset
 * that have the same name.
 * @param ssl How connections are secured.
 * @param compression How requests are compressed. By default with gzip, but not at all
 * for "otlp".
 * @param timeout How long a request may take.
 * @param dialect Names of the dialects that spans are written in, in this order, or
 * "none". By default the one of the preset.
 * @param resource Resource attributes that this backend alone is sent.
 * @param spans Which spans are sent. By default those of calls, but all for "otlp".
 * @param scheduleDelay How long a span waits for others before it is sent, other than for
 * all backends.
 * @param shutdownTimeout How long sending may take when the application stops, other than
 * for all backends.
 * @param queue What waits for this backend.
 * @param retry What happens when this backend does not take spans.
 * @param spool What waits for this backend, on disk.
 * @param metrics Meters of calls, which some backends take, too.
 * @since 0.1
 */
public record BackendProperties(@Nullable Boolean enabled, @Nullable String endpoint,
		@DefaultValue("http/protobuf") VoiceBackend.Protocol protocol, @DefaultValue Map<String, String> headers,
		@DefaultValue Ssl ssl, @Nullable Compression compression, @DefaultValue("10s") Duration timeout,
		@DefaultValue List<String> dialect, @DefaultValue Map<String, String> resource, @Nullable SpanSelection spans,
		@Nullable Duration scheduleDelay, @Nullable Duration shutdownTimeout, @DefaultValue Queue queue,
		@DefaultValue Retry retry, @DefaultValue Spool spool, @DefaultValue Metrics metrics) {

	/** As it is bound of nothing. */
	static final BackendProperties UNSET = new BackendProperties(null, null, VoiceBackend.Protocol.HTTP_PROTOBUF,
			Map.of(), new Ssl(null), null, Duration.ofSeconds(10), List.of(), Map.of(), null, null, null,
			new Queue(null), new Retry(null), new Spool(null), new Metrics(null, null, Duration.ofMinutes(1)));

	public BackendProperties {
		endpoint = (endpoint != null && !endpoint.isBlank()) ? endpoint.trim() : null;
	}

	/**
	 * Refuses times and sizes that cannot be. Not when they are bound, where nobody knows
	 * the backend that they are of.
	 * @param prefix the name of the properties of that backend
	 */
	void check(String prefix) {
		VoiceTelemetryProperties.requirePositive(this.timeout, prefix + ".timeout");
		VoiceTelemetryProperties.requirePositiveOrNull(this.scheduleDelay, prefix + ".schedule-delay");
		VoiceTelemetryProperties.requirePositiveOrNull(this.shutdownTimeout, prefix + ".shutdown-timeout");
		VoiceTelemetryProperties.requirePositiveOrNull(this.retry.maxElapsed(), prefix + ".retry.max-elapsed");
		if (this.queue.maxBytes() != null) {
			ExportProperties.requireQueueSize(this.queue.maxBytes(), prefix + ".queue.max-bytes");
		}
	}

	/**
	 * Without what may be secret.
	 */
	@Override
	public String toString() {
		return "BackendProperties[enabled=" + this.enabled + ", protocol=" + this.protocol + ", headers="
				+ this.headers.keySet() + ", dialect=" + this.dialect + ", spans=" + this.spans + "]";
	}

	/**
	 * How connections are secured.
	 *
	 * @param bundle Name of the SSL bundle that says whom to trust, and with which
	 * certificate to answer a backend that asks for one. By default, the authorities of
	 * the JDK are trusted.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * How requests are compressed.
	 */
	public enum Compression {

		/**
		 * Not at all.
		 */
		NONE,

		/**
		 * As gzip.
		 */
		GZIP

	}

	/**
	 * What waits for one backend.
	 *
	 * @param maxBytes How much memory it may take, other than for all backends.
	 */
	public record Queue(@Nullable DataSize maxBytes) {
	}

	/**
	 * What happens when one backend does not take spans.
	 *
	 * @param maxElapsed How long delivery of a span is tried, other than for all
	 * backends.
	 */
	public record Retry(@Nullable Duration maxElapsed) {
	}

	/**
	 * What waits for one backend, on disk.
	 *
	 * @param directory Directory where spans are kept until they are delivered, other
	 * than for all backends.
	 */
	public record Spool(@Nullable Path directory) {
	}

	/**
	 * Meters of calls, which some backends take, too. They need micrometer-registry-otlp.
	 *
	 * @param enabled Whether meters are sent there. By default they are to "otlp",
	 * "openobserve" and "superlog".
	 * @param endpoint Full URL for meters. By default that for traces, with "/v1/metrics"
	 * at its end.
	 * @param step How often meters are sent.
	 */
	public record Metrics(@Nullable Boolean enabled, @Nullable String endpoint, @DefaultValue("1m") Duration step) {
	}

}

package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where spans are sent, and what becomes of them until they are there.
 *
 * @param scheduleDelay How long a span waits for others before it is sent.
 * @param shutdownTimeout How long sending may take when the application stops.
 * @param queue What waits for a backend.
 * @param retry What happens when a backend does not take spans.
 * @param spool What waits for a backend, on disk.
 * @param otlp Any backend that takes OTLP.
 * @param console The application's own console.
 * @since 0.1
 */
public record ExportProperties(@DefaultValue("500ms") Duration scheduleDelay,
		@DefaultValue("5s") Duration shutdownTimeout, @DefaultValue Queue queue, @DefaultValue Retry retry,
		@DefaultValue Spool spool, @DefaultValue Otlp otlp, @DefaultValue Console console) {

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".export";

	/** As much memory as an array can take. */
	private static final DataSize LARGEST = DataSize.ofBytes(Integer.MAX_VALUE);

	private static final DataSize SMALLEST = DataSize.ofKilobytes(64);

	public ExportProperties {
		VoiceTelemetryProperties.requirePositive(scheduleDelay, PREFIX + ".schedule-delay");
		VoiceTelemetryProperties.requirePositive(shutdownTimeout, PREFIX + ".shutdown-timeout");
		requireQueueSize(queue.maxBytes(), PREFIX + ".queue.max-bytes");
		VoiceTelemetryProperties.requirePositive(retry.maxElapsed(), PREFIX + ".retry.max-elapsed");
	}

	private static void requireQueueSize(DataSize size, String property) {
		if (size.compareTo(SMALLEST) < 0 || size.compareTo(LARGEST) > 0) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is " + size.toBytes() + " bytes",
					"Use at least 64KB and less than 2GB.");
		}
	}

	/**
	 * What waits for a backend.
	 *
	 * @param maxBytes How much memory it may take, for each backend. Beyond that, the
	 * oldest is dropped.
	 */
	public record Queue(@DefaultValue("64MB") DataSize maxBytes) {
	}

	/**
	 * What happens when a backend does not take spans.
	 *
	 * @param maxElapsed How long delivery of a span is tried.
	 */
	public record Retry(@DefaultValue("15m") Duration maxElapsed) {
	}

	/**
	 * What waits for a backend, on disk.
	 *
	 * @param directory Directory where spans are kept until they are delivered, also when
	 * the application stops or dies. Each process needs its own. By default there is
	 * none.
	 * @param maxBytes How much space they may take, for each backend. Beyond that, the
	 * oldest is dropped.
	 * @param maxAge How long they are kept, in place of retry.max-elapsed.
	 * @param fsync Whether they survive a loss of power, too. This makes each write wait
	 * for the disk, on a thread of its own.
	 */
	public record Spool(@Nullable Path directory, @DefaultValue("512MB") DataSize maxBytes,
			@DefaultValue("2d") Duration maxAge, @DefaultValue("false") boolean fsync) {

		private static final DataSize SMALLEST = DataSize.ofMegabytes(16);

		public Spool {
			VoiceTelemetryProperties.requirePositive(maxAge, PREFIX + ".spool.max-age");
			if (maxBytes.compareTo(SMALLEST) < 0) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".spool.max-bytes",
						"is " + maxBytes.toBytes() + " bytes", "Use at least 16MB.");
			}
		}

	}

	/**
	 * The application's own console.
	 *
	 * @param enabled Whether each call is printed when it has ended.
	 */
	public record Console(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * A backend that takes OTLP.
	 *
	 * @param enabled Whether spans are sent there. By default they are if the endpoint is
	 * set.
	 * @param endpoint Full URL for traces, such as "http://localhost:4318/v1/traces".
	 * @param protocol Protocol of the endpoint.
	 * @param headers Headers that are sent with each request.
	 * @param ssl How connections are secured.
	 * @param compression How requests are compressed.
	 * @param timeout How long a request may take.
	 * @param scheduleDelay How long a span waits for others before it is sent, other than
	 * for all backends.
	 * @param shutdownTimeout How long sending may take when the application stops, other
	 * than for all backends.
	 * @param queue What waits for this backend.
	 * @param retry What happens when this backend does not take spans.
	 * @param spool What waits for this backend, on disk.
	 */
	public record Otlp(@Nullable Boolean enabled, @Nullable String endpoint,
			@DefaultValue("http/protobuf") Protocol protocol, @DefaultValue Map<String, String> headers,
			@DefaultValue Ssl ssl, @DefaultValue("none") Compression compression, @DefaultValue("10s") Duration timeout,
			@Nullable Duration scheduleDelay, @Nullable Duration shutdownTimeout, @DefaultValue OwnQueue queue,
			@DefaultValue OwnRetry retry, @DefaultValue OwnSpool spool) {

		static final String BACKEND = "otlp";

		static final String PREFIX = ExportProperties.PREFIX + "." + BACKEND;

		public Otlp {
			endpoint = (endpoint != null && !endpoint.isBlank()) ? endpoint.trim() : null;
			headers = Headers.checked(headers, PREFIX + ".headers");
			VoiceTelemetryProperties.requirePositive(timeout, PREFIX + ".timeout");
			requirePositive(scheduleDelay, PREFIX + ".schedule-delay");
			requirePositive(shutdownTimeout, PREFIX + ".shutdown-timeout");
			requirePositive(retry.maxElapsed(), PREFIX + ".retry.max-elapsed");
			if (queue.maxBytes() != null) {
				requireQueueSize(queue.maxBytes(), PREFIX + ".queue.max-bytes");
			}
			if (endpoint != null) {
				Endpoints.check(endpoint, PREFIX + ".endpoint", protocol == Protocol.HTTP_PROTOBUF);
			}
			else if (Boolean.TRUE.equals(enabled)) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".endpoint",
						"is not set although " + PREFIX + ".enabled is true",
						"Write the full URL for traces, such as http://localhost:4318/v1/traces.");
			}
		}

		private static void requirePositive(@Nullable Duration duration, String property) {
			if (duration != null) {
				VoiceTelemetryProperties.requirePositive(duration, property);
			}
		}

		@Override
		public String toString() {
			return "Otlp[enabled=" + this.enabled + ", protocol=" + this.protocol + ", headers=" + this.headers.keySet()
					+ ", compression=" + this.compression + ", timeout=" + this.timeout + "]";
		}

		/**
		 * How OTLP is carried.
		 */
		public enum Protocol {

			/**
			 * Protobuf over HTTP.
			 */
			HTTP_PROTOBUF,

			/**
			 * gRPC, which needs a sender of OpenTelemetry on the class path.
			 */
			GRPC

		}

		/**
		 * How connections are secured.
		 *
		 * @param bundle Name of the SSL bundle that says whom to trust, and with which
		 * certificate to answer a backend that asks for one. By default, the authorities
		 * of the JDK are trusted.
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

	}

	/**
	 * What waits for one backend.
	 *
	 * @param maxBytes How much memory it may take, other than for all backends.
	 */
	public record OwnQueue(@Nullable DataSize maxBytes) {
	}

	/**
	 * What happens when one backend does not take spans.
	 *
	 * @param maxElapsed How long delivery of a span is tried, other than for all
	 * backends.
	 */
	public record OwnRetry(@Nullable Duration maxElapsed) {
	}

	/**
	 * What waits for one backend, on disk.
	 *
	 * @param directory Directory where spans are kept until they are delivered, other
	 * than for all backends.
	 */
	public record OwnSpool(@Nullable Path directory) {
	}

}

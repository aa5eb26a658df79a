package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
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
 * @param console The application's own console.
 * @param otlp Any backend that takes OTLP.
 * @param langfuse Langfuse.
 * @param openobserve OpenObserve.
 * @param catalyst Catalyst, by inference.net.
 * @param superlog Superlog.
 * @param phoenix Arize Phoenix.
 * @param arize Arize AX.
 * @param langsmith LangSmith.
 * @param opik Opik, by Comet.
 * @param braintrust Braintrust.
 * @since 0.1
 */
public record ExportProperties(@DefaultValue("500ms") Duration scheduleDelay,
		@DefaultValue("5s") Duration shutdownTimeout, Queue queue, Retry retry, Spool spool, Console console,
		@NestedConfigurationProperty BackendProperties otlp, @NestedConfigurationProperty BackendProperties langfuse,
		@NestedConfigurationProperty BackendProperties openobserve,
		@NestedConfigurationProperty BackendProperties catalyst,
		@NestedConfigurationProperty BackendProperties superlog, @NestedConfigurationProperty BackendProperties phoenix,
		@NestedConfigurationProperty BackendProperties arize, @NestedConfigurationProperty BackendProperties langsmith,
		@NestedConfigurationProperty BackendProperties opik,
		@NestedConfigurationProperty BackendProperties braintrust) {

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".export";

	/** As much memory as an array can take. */
	private static final DataSize LARGEST = DataSize.ofBytes(Integer.MAX_VALUE);

	private static final DataSize SMALLEST = DataSize.ofKilobytes(64);

	static final ExportProperties UNSET = new ExportProperties(Duration.ofMillis(500), Duration.ofSeconds(5),
			Queue.UNSET, Retry.UNSET, Spool.UNSET, Console.UNSET, BackendProperties.UNSET, BackendProperties.UNSET,
			BackendProperties.UNSET, BackendProperties.UNSET, BackendProperties.UNSET, BackendProperties.UNSET,
			BackendProperties.UNSET, BackendProperties.UNSET, BackendProperties.UNSET, BackendProperties.UNSET);

	public ExportProperties {
		// Of most of them nothing is set, and the binder takes long to make their
		// defaults.
		queue = Objects.requireNonNullElse(queue, Queue.UNSET);
		retry = Objects.requireNonNullElse(retry, Retry.UNSET);
		spool = Objects.requireNonNullElse(spool, Spool.UNSET);
		console = Objects.requireNonNullElse(console, Console.UNSET);
		otlp = Objects.requireNonNullElse(otlp, BackendProperties.UNSET);
		langfuse = Objects.requireNonNullElse(langfuse, BackendProperties.UNSET);
		openobserve = Objects.requireNonNullElse(openobserve, BackendProperties.UNSET);
		catalyst = Objects.requireNonNullElse(catalyst, BackendProperties.UNSET);
		superlog = Objects.requireNonNullElse(superlog, BackendProperties.UNSET);
		phoenix = Objects.requireNonNullElse(phoenix, BackendProperties.UNSET);
		arize = Objects.requireNonNullElse(arize, BackendProperties.UNSET);
		langsmith = Objects.requireNonNullElse(langsmith, BackendProperties.UNSET);
		opik = Objects.requireNonNullElse(opik, BackendProperties.UNSET);
		braintrust = Objects.requireNonNullElse(braintrust, BackendProperties.UNSET);
		VoiceTelemetryProperties.requirePositive(scheduleDelay, PREFIX + ".schedule-delay");
		VoiceTelemetryProperties.requirePositive(shutdownTimeout, PREFIX + ".shutdown-timeout");
		requireQueueSize(queue.maxBytes(), PREFIX + ".queue.max-bytes");
		VoiceTelemetryProperties.requirePositive(retry.maxElapsed(), PREFIX + ".retry.max-elapsed");
	}

	/**
	 * What is set for each backend.
	 */
	List<BackendProperties> backends() {
		return List.of(this.otlp, this.langfuse, this.openobserve, this.catalyst, this.superlog, this.phoenix,
				this.arize, this.langsmith, this.opik, this.braintrust);
	}

	static void requireQueueSize(DataSize size, String property) {
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

		private static final Queue UNSET = new Queue(DataSize.ofMegabytes(64));

	}

	/**
	 * What happens when a backend does not take spans.
	 *
	 * @param maxElapsed How long delivery of a span is tried.
	 */
	public record Retry(@DefaultValue("15m") Duration maxElapsed) {

		private static final Retry UNSET = new Retry(Duration.ofMinutes(15));

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

		private static final Spool UNSET = new Spool(null, DataSize.ofMegabytes(512), Duration.ofDays(2), false);

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

		private static final Console UNSET = new Console(false);

	}

}

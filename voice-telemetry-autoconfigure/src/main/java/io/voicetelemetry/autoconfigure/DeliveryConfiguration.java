package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.voicetelemetry.export.DeliverySettings;
import io.voicetelemetry.spool.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a backend's spans are delivered: as is set for it, or else for all.
 */
final class DeliveryConfiguration {

	/**
	 * Texts on spans of others are cut to as much, or to what our own may have if that is
	 * more.
	 */
	private static final int MAX_TEXT_LENGTH = 65_536;

	private DeliveryConfiguration() {
	}

	static DeliverySettings of(VoiceTelemetryProperties properties, ExportProperties.Otlp backend) {
		ExportProperties all = properties.export();
		return new DeliverySettings(Optional.ofNullable(backend.scheduleDelay()).orElse(all.scheduleDelay()),
				Optional.ofNullable(backend.queue().maxBytes()).orElse(all.queue().maxBytes()).toBytes(),
				Optional.ofNullable(backend.retry().maxElapsed()).orElse(all.retry().maxElapsed()),
				Optional.ofNullable(backend.shutdownTimeout()).orElse(all.shutdownTimeout()),
				Math.max(properties.content().maxLength(), MAX_TEXT_LENGTH), spool(all.spool(), backend));
	}

	/**
	 * How long the slowest backend may take when the application stops: they stop at the
	 * same time.
	 */
	static Duration longestShutdown(ExportProperties all) {
		Duration own = all.otlp().shutdownTimeout();
		return (own != null && own.compareTo(all.shutdownTimeout()) > 0) ? own : all.shutdownTimeout();
	}

	private static @Nullable SpoolSettings spool(ExportProperties.Spool all, ExportProperties.Otlp backend) {
		Path directory = Optional.ofNullable(backend.spool().directory()).orElse(all.directory());
		return (directory != null) ? new SpoolSettings(directory, all.maxBytes().toBytes(), all.maxAge(), all.fsync())
				: null;
	}

}

package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.voicetelemetry.content.ContentCapture;
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

	/**
	 * How a backend's spans are delivered.
	 * @param properties what is set for all
	 * @param own what is set for it, if anything can be
	 */
	static DeliverySettings of(VoiceTelemetryProperties properties, @Nullable BackendProperties own) {
		ExportProperties all = properties.export();
		BackendProperties backend = Objects.requireNonNullElse(own, BackendProperties.UNSET);
		return new DeliverySettings(Optional.ofNullable(backend.scheduleDelay()).orElse(all.scheduleDelay()),
				Optional.ofNullable(backend.queue().maxBytes()).orElse(all.queue().maxBytes()).toBytes(),
				Optional.ofNullable(backend.retry().maxElapsed()).orElse(all.retry().maxElapsed()),
				Optional.ofNullable(backend.shutdownTimeout()).orElse(all.shutdownTimeout()),
				maxTextLength(properties.content()), spool(all.spool(), backend));
	}

	/**
	 * What was recorded is not cut once more, which would break its JSON: what JSON
	 * quotes takes twice the room at most, nearly always.
	 */
	private static int maxTextLength(VoiceTelemetryProperties.Content content) {
		long longest = (content.capture() == ContentCapture.FULL)
				? Math.max(content.maxLength(), 2L * content.maxSpanLength()) : 0;
		return (int) Math.min(Math.max(longest, MAX_TEXT_LENGTH), Integer.MAX_VALUE);
	}

	/**
	 * How long the slowest backend may take when the application stops: they stop at the
	 * same time.
	 */
	static Duration longestShutdown(VoiceTelemetryProperties properties, Backends backends) {
		return backends.on()
			.stream()
			.map((backend) -> of(properties, backend.properties()).shutdownTimeout())
			.reduce(properties.export().shutdownTimeout(), (one, other) -> (one.compareTo(other) >= 0) ? one : other);
	}

	/**
	 * How long delivery to a backend is tried.
	 */
	static Duration longestDelivery(VoiceTelemetryProperties properties, @Nullable BackendProperties own) {
		DeliverySettings settings = of(properties, own);
		return (settings.spool() != null) ? settings.spool().maxAge() : settings.maxElapsed();
	}

	private static @Nullable SpoolSettings spool(ExportProperties.Spool all, BackendProperties backend) {
		Path directory = Optional.ofNullable(backend.spool().directory()).orElse(all.directory());
		return (directory != null) ? new SpoolSettings(directory, all.maxBytes().toBytes(), all.maxAge(), all.fsync())
				: null;
	}

}

package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.voicetelemetry.integration.actuator.BackendState;
import io.voicetelemetry.metrics.ExportMeters;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the configuration knows of the export, which may be absent together
 * with OpenTelemetry's SDK.
 */
interface SpanExport {

	/**
	 * Where spans go, without any secret: one line each.
	 */
	List<String> destinations();

	/**
	 * Where spans go, and what became of them.
	 */
	List<BackendState> backends();

	/**
	 * Whether spans go to a backend.
	 * @param backend the backend's name
	 */
	default boolean sendsTo(String backend) {
		return destinations().stream().anyMatch((destination) -> destination.startsWith(backend + " at "));
	}

	/**
	 * Why a backend for which something is set gets nothing.
	 * @param backend the backend's name
	 * @return the reason, or {@code null} if it is not known
	 */
	@Nullable String whyNotSent(String backend);

	/**
	 * Why a backend that is on gets nothing, as far as that is known.
	 * @param export the export, or {@code null} if there is none
	 * @param backend the backend
	 */
	static String whyNotSent(@Nullable SpanExport export, ConfiguredBackend backend) {
		String why = (export != null) ? export.whyNotSent(backend.name()) : null;
		return (why != null) ? why
				: "opentelemetry-exporter-otlp is missing or not whole, or the application has a VoiceSpanProcessor of its own";
	}

	/**
	 * Sends what is waiting, without waiting for that.
	 */
	void flush();

	/**
	 * Registers meters of what becomes of spans.
	 * @param meters where
	 */
	void register(ExportMeters meters);

	/**
	 * What keeps the spans of an OpenTelemetry from this export.
	 * @param openTelemetry an {@code OpenTelemetry}
	 * @return a sentence or two for each, to be told at start-up
	 */
	List<String> obstaclesIn(Object openTelemetry);

}

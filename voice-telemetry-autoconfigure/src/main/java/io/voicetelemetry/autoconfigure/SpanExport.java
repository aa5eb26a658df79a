package io.voicetelemetry.autoconfigure;

import java.util.List;

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
	 * Sends what is waiting, without waiting for that.
	 */
	void flush();

	/**
	 * Whether the spans of an OpenTelemetry reach this export.
	 * @param openTelemetry an {@code OpenTelemetry}
	 */
	boolean isReachedFrom(Object openTelemetry);

}

package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceBackend;
import org.jspecify.annotations.Nullable;

/**
 * A backend that is on, and where it is from.
 *
 * @param backend the backend
 * @param prefix the beginning of its properties, or the words for a bean of the
 * application
 * @param properties how it is reached and delivered to, or {@code null} for a bean
 */
record ConfiguredBackend(VoiceBackend backend, String prefix, @Nullable BackendProperties properties) {

	private static final String TRACES_PATH = "/v1/traces";

	String name() {
		return this.backend.name();
	}

	String endpoint() {
		return this.backend.endpoint().toString();
	}

	/**
	 * Why another exporter that sends to the same place is switched off.
	 */
	String samePlace() {
		return this.prefix + (this.backend.spans() == SpanSelection.ALL ? " is the same place, and sends all spans"
				: " is the same place, and sends the spans of calls. To have all sent, set spans=all there");
	}

	/**
	 * What the paths of traces, metrics and logs begin with.
	 * @return the URL without {@code /v1/traces}, or {@code null} if it does not end in
	 * it
	 */
	@Nullable String baseEndpoint() {
		String endpoint = endpoint();
		return endpoint.endsWith(TRACES_PATH) ? endpoint.substring(0, endpoint.length() - TRACES_PATH.length()) : null;
	}

}

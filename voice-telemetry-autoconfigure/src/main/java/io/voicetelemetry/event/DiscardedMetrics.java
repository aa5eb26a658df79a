package io.voicetelemetry.event;

import java.util.Objects;

/**
 * A request whose answer nobody heard: the reply that it belonged to was prepared in
 * advance and discarded. What it took was told and counted when it ended; this marks it.
 *
 * @param origin where they come from
 * @param request the figures of the request
 * @since 0.1
 */
public record DiscardedMetrics(MetricsOrigin origin, VoiceMetrics request) implements VoiceMetrics {

	/**
	 * Checks what must be there.
	 */
	public DiscardedMetrics {
		Objects.requireNonNull(origin, "origin");
		Objects.requireNonNull(request, "request");
	}

	@Override
	public String type() {
		return "discarded_metrics";
	}

}

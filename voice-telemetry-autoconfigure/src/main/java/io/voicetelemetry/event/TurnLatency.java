package io.voicetelemetry.event;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * The silence that the caller heard before a reply: measured, and taken apart. There is
 * one for each reply that answers a turn of the caller, and none for any other.
 *
 * @param origin where it comes from: the reply; its timestamp is when the latency was
 * told, not when the silence began or ended
 * @param answeredSpeechId the turn of the caller that is answered; after a hand-off it is
 * not the reply's own
 * @param e2eLatency end of the caller's speech to the first audio played
 * @param totalLatency LiveKit's documented sum:
 * {@code endOfUtteranceDelay + ttft + ttfb}, if all three are known; tool calls, playout
 * and whatever overlaps make it differ from what was measured
 * @param parts what the time was spent on, in order; their durations add up to
 * {@code e2eLatency}
 * @since 0.1
 */
public record TurnLatency(MetricsOrigin origin, @Nullable String answeredSpeechId, double e2eLatency,
		OptionalDouble totalLatency, List<LatencyPart> parts) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public TurnLatency {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(e2eLatency, "e2eLatency");
		Figures.requireSeconds(totalLatency, "totalLatency");
		parts = List.copyOf(Objects.requireNonNull(parts, "parts"));
	}

	@Override
	public String type() {
		return "turn_latency";
	}

	/**
	 * How much of the time was spent on one kind of work.
	 * @param kind the kind
	 * @return the sum of its parts in seconds, absent if there is none
	 */
	public OptionalDouble secondsOf(LatencyPart.Kind kind) {
		return this.parts.stream()
			.filter((part) -> part.kind() == kind)
			.mapToDouble(LatencyPart::duration)
			.reduce(Double::sum);
	}

}

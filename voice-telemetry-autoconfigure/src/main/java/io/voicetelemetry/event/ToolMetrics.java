package io.voicetelemetry.event;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Figures of one tool call, however it ended.
 *
 * @param origin where they come from
 * @param tool the tool's name, or {@code null} if unknown
 * @param duration start to end
 * @since 0.1
 */
public record ToolMetrics(MetricsOrigin origin, @Nullable String tool, double duration) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public ToolMetrics {
		Objects.requireNonNull(origin, "origin");
		Figures.requireSeconds(duration, "duration");
	}

	@Override
	public String type() {
		return "tool_metrics";
	}

}

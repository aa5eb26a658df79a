package io.voicetelemetry.event;

/**
 * Figures of one stage of a call: immutable, times in seconds. What is not known is
 * absent, never 0 or -1. The fields are those of LiveKit Agents, under its names.
 *
 * @since 0.1
 * @see <a href="https://docs.livekit.io/agents/build/metrics/">LiveKit's metrics</a>
 */
public sealed interface VoiceMetrics permits SttMetrics, LlmMetrics, TtsMetrics, EouMetrics, RealtimeMetrics,
		InterruptionMetrics, ToolMetrics, TurnMetrics, TurnLatency, DiscardedMetrics {

	/**
	 * Where the figures come from.
	 * @return the origin
	 */
	MetricsOrigin origin();

	/**
	 * What kind of figures these are, as LiveKit names it where it has them.
	 * @return the type: {@code llm_metrics}, say
	 */
	String type();

	/**
	 * How the stage ended.
	 * @return the outcome
	 */
	default Outcome outcome() {
		return origin().outcome();
	}

	/**
	 * Whether the stage was cut off: the figures are what was known by then.
	 * @return {@code true} if it was
	 */
	default boolean cancelled() {
		return outcome() == Outcome.CANCELLED;
	}

}

package io.voicetelemetry.event;

/**
 * Is told the figures of calls. Beans of this type are told those of all calls, a
 * session's own listeners those of that session.
 * <p>
 * A bean is called on a thread of its own, a session's own listener on threads that
 * sessions share, one call after the other, in the order of each session. While it is
 * slow, up to a bound, what it is to be told waits; beyond that it misses some, and each
 * is counted. What it throws is logged once and counted. It never holds up the call.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface VoiceMetricsListener {

	/**
	 * Told the figures of a stage.
	 * @param metrics the figures
	 */
	void onMetrics(VoiceMetrics metrics);

	/**
	 * Told that a call has begun.
	 * @param session what is known about it
	 */
	default void onSessionStart(SessionStart session) {
	}

	/**
	 * Told what a call has used, when it has ended and before {@link #onSessionEnd}.
	 * @param usage the usage
	 */
	default void onUsage(UsageSummary usage) {
	}

	/**
	 * Told that a call has ended.
	 * @param session what is known about it
	 */
	default void onSessionEnd(SessionSummary session) {
	}

}

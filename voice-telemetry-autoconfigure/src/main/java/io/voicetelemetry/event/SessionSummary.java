package io.voicetelemetry.event;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a call when it has ended.
 *
 * @param sessionId the id of the session, given or generated
 * @param tenantId the customer on whose behalf the agent spoke, or {@code null}
 * @param traceId the id of the session's trace, 32 hexadecimal digits
 * @param startedAt when the session was opened, on its own clock
 * @param duration how long it lasted
 * @param outcome how it ended
 * @param disconnectReason why it ended: {@code hangup}, {@code shutdown},
 * {@code timeout}, {@code error} or the application's own word
 * @param error the class of what made it fail, or {@code null}
 * @param userTurns how many turns of the caller ended
 * @param agentTurns how many replies ended
 * @param interruptions how many replies were cut off
 * @param llmCalls how many requests to a language model ended, speech-to-speech models
 * included
 * @param toolCalls how many tool calls ended
 * @param syntheses how many speech syntheses ended
 * @param inputTokens the tokens of all prompts, absent if no call reported any
 * @param outputTokens the tokens of all completions, absent if no call reported any
 * @since 0.1
 */
public record SessionSummary(String sessionId, @Nullable String tenantId, String traceId, Instant startedAt,
		Duration duration, Outcome outcome, String disconnectReason, @Nullable String error, int userTurns,
		int agentTurns, int interruptions, int llmCalls, int toolCalls, int syntheses, OptionalLong inputTokens,
		OptionalLong outputTokens) {
}

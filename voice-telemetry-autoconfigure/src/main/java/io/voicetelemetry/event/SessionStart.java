package io.voicetelemetry.event;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a call when it begins.
 *
 * @param sessionId the id of the session, given or generated
 * @param tenantId the customer on whose behalf the agent speaks, or {@code null}
 * @param roomName the room or line of the call, or {@code null}
 * @param agentName the agent that speaks, or {@code null}
 * @param startedAt when it began, on its own clock
 * @param traceId the trace, 32 hexadecimal digits
 * @param spanId the span of the session, 16 hexadecimal digits
 * @since 0.1
 */
public record SessionStart(String sessionId, @Nullable String tenantId, @Nullable String roomName,
		@Nullable String agentName, Instant startedAt, String traceId, String spanId) {

	/**
	 * Checks what must be there.
	 */
	public SessionStart {
		Objects.requireNonNull(sessionId, "sessionId");
		Objects.requireNonNull(startedAt, "startedAt");
		Objects.requireNonNull(traceId, "traceId");
		Objects.requireNonNull(spanId, "spanId");
	}

}

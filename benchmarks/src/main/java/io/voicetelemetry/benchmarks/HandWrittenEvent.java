package io.voicetelemetry.benchmarks;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is told of a call by hand: the same as the library's {@code LlmMetrics}, as far as
 * the benchmarks have it.
 *
 * @param sessionId the session, or {@code null} outside any
 * @param tenantId the customer, or {@code null} outside any session
 * @param speechId the turn, or {@code null} outside any session
 * @param provider who provides the model
 * @param requestModel the model that was asked for
 * @param responseModel the model that answered, or {@code null} if none did
 * @param callSite where in the application the call is
 * @param outcome {@code success} or {@code error}
 * @param errorType what made it fail, or {@code null}
 * @param timestamp when it ended
 * @param traceId the trace
 * @param spanId the span
 * @param nanos how long it took
 * @param inputTokens tokens of the prompt
 * @param outputTokens tokens of the answer
 */
record HandWrittenEvent(@Nullable String sessionId, @Nullable String tenantId, @Nullable String speechId,
		String provider, String requestModel, @Nullable String responseModel, String callSite, String outcome,
		@Nullable String errorType, Instant timestamp, String traceId, String spanId, long nanos, long inputTokens,
		long outputTokens) {

}

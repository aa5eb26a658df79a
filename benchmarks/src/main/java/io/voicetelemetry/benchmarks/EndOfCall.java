package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Is told by hand that a call has ended.
 */
@FunctionalInterface
interface EndOfCall {

	/**
	 * A call has ended.
	 * @param turn the reply that it was made for, or {@code null} outside any session
	 * @param answer what was answered, or {@code null} if it failed
	 * @param error what made it fail, or {@code null}
	 */
	void ended(@Nullable HandWrittenTurn turn, SpanContext span, String callSite, String model, long nanos,
			@Nullable Answer answer, @Nullable Throwable error);

	static @Nullable String tenantId(@Nullable HandWrittenTurn turn) {
		return (turn != null) ? SessionValues.TENANT : null;
	}

	static @Nullable String responseModel(@Nullable Answer answer) {
		return (answer != null) ? answer.responseModel() : null;
	}

	static long inputTokens(@Nullable Answer answer) {
		return (answer != null) ? answer.usage().input().orElse(0) : 0;
	}

	static long outputTokens(@Nullable Answer answer) {
		return (answer != null) ? answer.usage().output().orElse(0) : 0;
	}

	static String outcome(@Nullable Throwable error) {
		return (error == null) ? "success" : "error";
	}

	static @Nullable String errorType(@Nullable Throwable error) {
		return (error != null) ? error.getClass().getName() : null;
	}

}

package io.voicetelemetry.event;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where figures come from: the call, the turn, the model and the span. Every stage of one
 * turn has the same {@code speechId}, speech recognition included.
 *
 * @param sessionId the session, or {@code null} outside any
 * @param tenantId the customer on whose behalf the agent speaks, or {@code null}
 * @param speechId the turn, or {@code null} outside any
 * @param provider who provides the model, or {@code null} if unknown
 * @param requestModel the model that was asked for, or {@code null} if unknown
 * @param responseModel the model that answered, or {@code null} if unknown
 * @param requestId the provider's id of the answer, or {@code null} if unknown
 * @param useCase what the application uses the call for, or {@code null}
 * @param callSite where in the application the call is, or {@code null}
 * @param outcome how the stage ended
 * @param errorType the class of what made it fail, or {@code null} if it did not
 * @param timestamp when the figures were known, on the session's clock
 * @param traceId the trace, 32 hexadecimal digits, or {@code null} for figures that
 * belong to no span
 * @param spanId the span, 16 hexadecimal digits, or {@code null} for figures that belong
 * to no span
 * @since 0.1
 */
public record MetricsOrigin(@Nullable String sessionId, @Nullable String tenantId, @Nullable String speechId,
		@Nullable String provider, @Nullable String requestModel, @Nullable String responseModel,
		@Nullable String requestId, @Nullable String useCase, @Nullable String callSite, Outcome outcome,
		@Nullable String errorType, Instant timestamp, @Nullable String traceId, @Nullable String spanId) {

	/**
	 * Checks what must be there.
	 */
	public MetricsOrigin {
		Objects.requireNonNull(outcome, "outcome");
		Objects.requireNonNull(timestamp, "timestamp");
	}

	/**
	 * The model that figures are about: the one that answered, by the name under which it
	 * was asked for. A provider answers for {@code gpt-4o} as {@code gpt-4o-2024-08-06},
	 * which is no other model; one that was not asked for is.
	 * @return the model, or {@code null} if none is known
	 */
	public @Nullable String model() {
		String asked = this.requestModel;
		String answered = this.responseModel;
		return (answered == null || (asked != null && isVersionOf(asked, answered))) ? asked : answered;
	}

	private static boolean isVersionOf(String asked, String answered) {
		int length = asked.length();
		return answered.startsWith(asked) && (answered.length() == length || (answered.length() > length + 1
				&& answered.charAt(length) == '-' && Character.isDigit(answered.charAt(length + 1))));
	}

	/**
	 * An origin outside any session.
	 * @param provider who provides the model, or {@code null}
	 * @param model the model, or {@code null}
	 * @param timestamp when the figures were known
	 * @return the origin
	 */
	public static MetricsOrigin of(@Nullable String provider, @Nullable String model, Instant timestamp) {
		return new MetricsOrigin(null, null, null, provider, model, null, null, null, null, Outcome.SUCCESS, null,
				timestamp, null, null);
	}

	/**
	 * This origin with another model.
	 * @param provider who provides the model, or {@code null}
	 * @param model the model that answered, or {@code null}
	 * @return the origin
	 */
	public MetricsOrigin withModel(@Nullable String provider, @Nullable String model) {
		return new MetricsOrigin(this.sessionId, this.tenantId, this.speechId, provider, model, null, this.requestId,
				this.useCase, this.callSite, this.outcome, this.errorType, this.timestamp, this.traceId, this.spanId);
	}

	/**
	 * This origin with another turn.
	 * @param speechId the turn, or {@code null} outside any
	 * @return the origin
	 */
	public MetricsOrigin withSpeechId(@Nullable String speechId) {
		return new MetricsOrigin(this.sessionId, this.tenantId, speechId, this.provider, this.requestModel,
				this.responseModel, this.requestId, this.useCase, this.callSite, this.outcome, this.errorType,
				this.timestamp, this.traceId, this.spanId);
	}

	/**
	 * This origin with another outcome.
	 * @param outcome how the stage ended
	 * @param errorType the class of what made it fail, or {@code null}
	 * @return the origin
	 */
	public MetricsOrigin withOutcome(Outcome outcome, @Nullable String errorType) {
		return new MetricsOrigin(this.sessionId, this.tenantId, this.speechId, this.provider, this.requestModel,
				this.responseModel, this.requestId, this.useCase, this.callSite, outcome, errorType, this.timestamp,
				this.traceId, this.spanId);
	}

}

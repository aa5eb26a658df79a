package io.voicetelemetry.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What a call has used, when it has ended.
 *
 * @param sessionId the session
 * @param tenantId the customer on whose behalf the agent spoke, or {@code null}
 * @param timestamp when the session ended, on its own clock
 * @param traceId the trace, 32 hexadecimal digits
 * @param spanId the span of the session, 16 hexadecimal digits
 * @param models a row for each kind, provider and model
 * @since 0.1
 */
public record UsageSummary(String sessionId, @Nullable String tenantId, Instant timestamp, String traceId,
		String spanId, List<ModelUsage> models) {

	/**
	 * Checks what must be there.
	 */
	public UsageSummary {
		Objects.requireNonNull(sessionId, "sessionId");
		Objects.requireNonNull(timestamp, "timestamp");
		Objects.requireNonNull(traceId, "traceId");
		Objects.requireNonNull(spanId, "spanId");
		models = List.copyOf(Objects.requireNonNull(models, "models"));
	}

	/**
	 * The tokens of all models of one kind.
	 * @param kind the kind
	 * @return the sum; what no model reported is unknown
	 */
	public TokenUsage tokens(UsageKind kind) {
		return this.models.stream()
			.filter((row) -> row.kind() == kind)
			.map(ModelUsage::tokens)
			.reduce(TokenUsage.unknown(), TokenUsage::plus);
	}

	/**
	 * The characters of all models of one kind.
	 * @param kind the kind
	 * @return the sum, absent if no model reported any
	 */
	public OptionalLong characters(UsageKind kind) {
		return this.models.stream()
			.filter((row) -> row.kind() == kind && row.characters().isPresent())
			.mapToLong((row) -> row.characters().getAsLong())
			.reduce(Figures::sum);
	}

	/**
	 * The audio of all models of one kind.
	 * @param kind the kind
	 * @return the sum in seconds, absent if no model reported any
	 */
	public OptionalDouble audioDuration(UsageKind kind) {
		// Whole nanoseconds, so that the sum does not depend on the order of the rows.
		OptionalLong nanos = this.models.stream()
			.filter((row) -> row.kind() == kind && row.audioDuration().isPresent())
			.mapToLong((row) -> Math.round(row.audioDuration().getAsDouble() * 1e9))
			.reduce(Figures::sum);
		return nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / 1e9) : OptionalDouble.empty();
	}

}

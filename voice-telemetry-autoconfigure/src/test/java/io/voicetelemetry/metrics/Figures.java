package io.voicetelemetry.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Events as short as a test can say them.
 */
final class Figures {

	static final OptionalDouble UNKNOWN = OptionalDouble.empty();

	private Figures() {
	}

	static OptionalDouble s(double seconds) {
		return OptionalDouble.of(seconds);
	}

	/** An origin of which all is known, ids included. */
	static MetricsOrigin origin() {
		return origin("clinic-1", "m1");
	}

	static MetricsOrigin origin(@Nullable String tenant, @Nullable String model) {
		return new MetricsOrigin("call-1", tenant, "speech-1", "acme", model, "m1-2026", "r-1", "greeting",
				"Agent.reply", Outcome.SUCCESS, null, Instant.EPOCH, "0".repeat(31) + "1", "0".repeat(15) + "1");
	}

	/** An origin of which nothing is known. */
	static MetricsOrigin nowhere() {
		return MetricsOrigin.of(null, null, Instant.EPOCH);
	}

	static MetricsOrigin failed(MetricsOrigin origin) {
		return origin.withOutcome(Outcome.ERROR, "java.io.IOException");
	}

	static LlmMetrics llm(MetricsOrigin origin) {
		return new LlmMetrics(origin, 1.5, s(0.4), TokenUsage.of(100L, 10L), UNKNOWN, 1);
	}

	static ToolMetrics tool(MetricsOrigin origin) {
		return new ToolMetrics(origin, "book", 0.25);
	}

	static SessionStart start(@Nullable String tenant, @Nullable String room) {
		return new SessionStart("call-1", tenant, room, "agent", Instant.EPOCH, "t", "s");
	}

	static SessionSummary end(@Nullable String tenant, Outcome outcome, String reason, @Nullable String error) {
		return new SessionSummary("call-1", tenant, "t", Instant.EPOCH, Duration.ofMillis(90_500), outcome, reason,
				error, 3, 3, 1, 4, 1, 3, OptionalLong.of(100), OptionalLong.empty());
	}

}

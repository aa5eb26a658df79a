package io.voicetelemetry.sample.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LatencyPart.Kind;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a listener is told.
 */
final class Told {

	private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");

	private static final String TRACE = "0".repeat(31) + "1";

	private Told() {
	}

	static SessionStart start(String call) {
		return new SessionStart(call, null, null, null, START, TRACE, "0".repeat(15) + "1");
	}

	static SessionSummary end(String call, int interruptions, int toolCalls) {
		return new SessionSummary(call, null, TRACE, START, Duration.ofSeconds(60), Outcome.SUCCESS, "hangup", null, 1,
				2, interruptions, 1, toolCalls, 1, OptionalLong.empty(), OptionalLong.empty());
	}

	/**
	 * A reply that has ended.
	 * @param call the call
	 * @param spanId the reply
	 * @param from when it began, in seconds from the start of the call
	 * @param duration how long it took, in seconds
	 * @return the figures
	 */
	static TurnMetrics reply(String call, String spanId, double from, double duration) {
		return new TurnMetrics(origin(call, spanId, from + duration), TurnMetrics.Role.AGENT, duration, false, false);
	}

	/**
	 * A reply that was heard.
	 * @param call the call
	 * @param spanId the reply
	 * @param total LiveKit's sum
	 * @param kindsAndMillis the parts, kind and milliseconds by turns
	 * @return the latency
	 */
	static TurnLatency latency(@Nullable String call, String spanId, OptionalDouble total, Object... kindsAndMillis) {
		List<LatencyPart> parts = new ArrayList<>();
		double at = 0;
		for (int i = 0; i < kindsAndMillis.length; i += 2) {
			double duration = ((Number) kindsAndMillis[i + 1]).doubleValue() / 1000;
			parts.add(new LatencyPart((Kind) kindsAndMillis[i], at, duration));
			at += duration;
		}
		return new TurnLatency(origin(call, spanId, at), null, at, total, parts);
	}

	static LlmMetrics request(String call, TokenUsage tokens) {
		return new LlmMetrics(origin(call, "f".repeat(16), 1), 1, OptionalDouble.empty(), tokens,
				OptionalDouble.empty(), 1);
	}

	static UsageSummary usage(String call, ModelUsage... models) {
		return new UsageSummary(call, null, START, TRACE, "0".repeat(15) + "1", List.of(models));
	}

	static ModelUsage llm(String model, long requests, TokenUsage tokens) {
		return new ModelUsage(UsageKind.LLM, "embedded", model, requests, 1, 2, 3, tokens, TokenUsage.unknown(),
				OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
	}

	private static MetricsOrigin origin(@Nullable String call, String spanId, double seconds) {
		return new MetricsOrigin(call, null, null, null, null, null, null, null, null, Outcome.SUCCESS, null,
				START.plusNanos((long) (seconds * 1e9)), TRACE, spanId);
	}

}

package io.voicetelemetry.dialect;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What Catalyst of inference.net reads besides OpenInference, which goes before it: its
 * keys for agents, which it groups by, and some for requests.
 *
 * @see <a href="https://www.npmjs.com/package/@inference/tracing">Its client, read at
 * version 0.1.12</a>
 */
final class CatalystDialect implements SpanDialect {

	private static final String AGENT_ID = "agent.id";

	private static final String AGENT_OUTCOME = "agent.outcome";

	private static final String AGENT_STOP_REASON = "agent.stop_reason";

	private static final String AGENT_LLM_CALL_COUNT = "agent.llm_call_count";

	private static final String GEN_AI_SYSTEM = "gen_ai.system";

	private static final String STREAMING = "llm.streaming";

	private static final String TAGS = "tags";

	private static final Set<Stage> AGENTS = EnumSet.of(Stage.AGENT_SESSION, Stage.AGENT_TURN);

	private static final Set<Stage> REQUESTS = EnumSet.of(Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE);

	// @formatter:off
	private static final Map<String, String> OUTCOMES = Map.of(
			Outcome.SUCCESS.value(), "success",
			Outcome.ERROR.value(), "failure",
			Outcome.CANCELLED.value(), "cancelled");
	// @formatter:on

	private static final AttributeKey<String> GIVEN_AGENT_ID = AttributeKey.stringKey("gen_ai.agent.id");

	@Override
	public String name() {
		return "catalyst";
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		Stage stage = span.stage();
		String useCase = span.get(TelemetryAttributes.USE_CASE);
		rewrite.put(TAGS, (useCase != null) ? List.of(useCase) : null);
		if (stage != null && AGENTS.contains(stage)) {
			String id = span.get(GIVEN_AGENT_ID);
			rewrite.put(AGENT_ID, (id != null) ? id : span.get(TelemetryAttributes.AGENT_NAME))
				.put(AGENT_OUTCOME, outcome(span))
				.put(AGENT_STOP_REASON, stopReason(span))
				.put(AGENT_LLM_CALL_COUNT, span.get(TelemetryAttributes.GENERATION_COUNT));
		}
		else if (stage != null && REQUESTS.contains(stage)) {
			rewrite.put(GEN_AI_SYSTEM, span.get(TelemetryAttributes.PROVIDER_NAME))
				.put(STREAMING, span.get(TelemetryAttributes.REQUEST_STREAM));
		}
	}

	private static @Nullable String outcome(CanonicalSpan span) {
		String outcome = span.get(TelemetryAttributes.OUTCOME);
		return (outcome != null) ? OUTCOMES.get(outcome) : null;
	}

	private static @Nullable String stopReason(CanonicalSpan span) {
		String reason = span.get(TelemetryAttributes.DISCONNECT_REASON);
		return (reason != null) ? reason : span.get(TelemetryAttributes.INTERRUPTION_SOURCE);
	}

}

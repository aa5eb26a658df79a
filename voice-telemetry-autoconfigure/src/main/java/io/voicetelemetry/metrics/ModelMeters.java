package io.voicetelemetry.metrics;

import java.util.OptionalDouble;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;

/**
 * Records what language models do, speech-to-speech models included.
 */
final class ModelMeters {

	private static final TokenType[] TOKEN_TYPES = TokenType.values();

	/** Input and output, which have counters of their own, come first. */
	private static final int FIRST_DETAIL = TokenType.CACHED_INPUT.ordinal();

	private final MeterRows rows;

	ModelMeters(MeterRows rows) {
		this.rows = rows;
	}

	void record(LlmMetrics metrics) {
		MeterRow row = usageRow(metrics.origin());
		countUsage(row, metrics.tokens());
		row.count(VoiceMeter.LLM_RETRIES, metrics.attempts() - 1);
		recordRequest(StageNames.CHAT, metrics.origin(), metrics.tokens(), metrics.duration(), metrics.ttft(),
				metrics.tokensPerSecond());
	}

	void record(RealtimeMetrics metrics) {
		MeterRow row = usageRow(metrics.origin());
		countUsage(row, metrics.tokens());
		row.count(VoiceMeter.LLM_SESSION_SECONDS, metrics.sessionDuration());
		recordRequest(StageNames.GENERATE_CONTENT, metrics.origin(), metrics.tokens(), metrics.duration(),
				metrics.ttft(), metrics.tokensPerSecond());
	}

	void record(DiscardedMetrics metrics) {
		VoiceMetrics request = metrics.request();
		MetricsOrigin origin = request.origin();
		this.rows
			.get(TagSet.DISCARDED, origin.tenantId(), StageNames.of(request), origin.provider(),
					SpeechMeters.model(origin))
			.increment(VoiceMeter.REQUESTS_DISCARDED);
		if (request instanceof LlmMetrics llm) {
			countDiscarded(origin, llm.tokens());
		}
		else if (request instanceof RealtimeMetrics realtime) {
			countDiscarded(origin, realtime.tokens());
		}
	}

	private void countDiscarded(MetricsOrigin origin, TokenUsage tokens) {
		MeterRow row = usageRow(origin);
		row.count(VoiceMeter.LLM_TOKENS_DISCARDED, TokenType.INPUT.ordinal(), tokens.input());
		row.count(VoiceMeter.LLM_TOKENS_DISCARDED, TokenType.OUTPUT.ordinal(), tokens.output());
	}

	private MeterRow usageRow(MetricsOrigin origin) {
		return this.rows.get(TagSet.LLM, origin.tenantId(), origin.provider(), origin.model(), origin.useCase(),
				origin.callSite(), origin.outcome().value());
	}

	private static void countUsage(MeterRow row, TokenUsage tokens) {
		row.increment(VoiceMeter.LLM_REQUESTS);
		row.count(VoiceMeter.LLM_TOKENS_INPUT, tokens.input());
		row.count(VoiceMeter.LLM_TOKENS_OUTPUT, tokens.output());
		for (int i = FIRST_DETAIL; i < TOKEN_TYPES.length; i++) {
			row.count(VoiceMeter.LLM_TOKENS_DETAIL, i, tokens.count(TOKEN_TYPES[i]));
		}
	}

	private void recordRequest(String operation, MetricsOrigin origin, TokenUsage tokens, double duration,
			OptionalDouble ttft, OptionalDouble tokensPerSecond) {
		MeterRow times = this.rows.get(TagSet.GEN_AI, operation, origin.provider(), origin.requestModel(),
				origin.responseModel(), ErrorTypes.of(origin));
		times.record(VoiceMeter.GEN_AI_OPERATION_DURATION, duration);
		times.record(VoiceMeter.GEN_AI_TIME_TO_FIRST_CHUNK, ttft);
		MeterRow used = this.rows.get(TagSet.GEN_AI_TOKENS, operation, origin.provider(), origin.requestModel(),
				origin.responseModel());
		used.record(VoiceMeter.GEN_AI_TOKEN_USAGE, TokenType.INPUT.ordinal(), tokens.input());
		used.record(VoiceMeter.GEN_AI_TOKEN_USAGE, TokenType.OUTPUT.ordinal(), tokens.output());
		used.record(VoiceMeter.LLM_TOKENS_PER_SECOND, tokensPerSecond);
	}

}

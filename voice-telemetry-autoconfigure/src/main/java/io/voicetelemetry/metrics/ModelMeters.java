package io.voicetelemetry.metrics;

import java.util.OptionalDouble;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;

/**
 * Records what language models do, speech-to-speech models included.
 */
final class ModelMeters {

	private final RecentOrigins origins;

	ModelMeters(RecentOrigins origins) {
		this.origins = origins;
	}

	void record(LlmMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, null);
		MeterRow row = rows.get(TagSet.LLM);
		countUsage(row, metrics.tokens());
		row.count(VoiceMeter.LLM_RETRIES, metrics.attempts() - 1);
		recordRequest(rows, metrics.tokens(), metrics.duration(), metrics.ttft(), metrics.tokensPerSecond());
	}

	void record(RealtimeMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, SpeechMeters.tag(metrics.connectionReused()));
		MeterRow row = rows.get(TagSet.LLM);
		countUsage(row, metrics.tokens());
		row.count(VoiceMeter.LLM_SESSION_SECONDS, metrics.sessionDuration());
		recordRequest(rows, metrics.tokens(), metrics.duration(), metrics.ttft(), metrics.tokensPerSecond());
	}

	void record(DiscardedMetrics metrics) {
		VoiceMetrics request = metrics.request();
		OriginRows rows = this.origins.of(request, null);
		rows.get(TagSet.DISCARDED).increment(VoiceMeter.REQUESTS_DISCARDED);
		if (request instanceof LlmMetrics llm) {
			rows.get(TagSet.LLM).countInputAndOutput(VoiceMeter.LLM_TOKENS_DISCARDED, llm.tokens());
		}
		else if (request instanceof RealtimeMetrics realtime) {
			rows.get(TagSet.LLM).countInputAndOutput(VoiceMeter.LLM_TOKENS_DISCARDED, realtime.tokens());
		}
	}

	private static void countUsage(MeterRow row, TokenUsage tokens) {
		row.increment(VoiceMeter.LLM_REQUESTS);
		row.countTokens(tokens);
	}

	private static void recordRequest(OriginRows rows, TokenUsage tokens, double duration, OptionalDouble ttft,
			OptionalDouble tokensPerSecond) {
		MeterRow times = rows.get(TagSet.GEN_AI);
		times.record(VoiceMeter.GEN_AI_OPERATION_DURATION, duration);
		times.record(VoiceMeter.GEN_AI_TIME_TO_FIRST_CHUNK, ttft);
		MeterRow used = rows.get(TagSet.GEN_AI_TOKENS);
		used.recordInputAndOutput(VoiceMeter.GEN_AI_TOKEN_USAGE, tokens);
		used.record(VoiceMeter.LLM_TOKENS_PER_SECOND, tokensPerSecond);
	}

}

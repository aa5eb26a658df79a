package io.voicetelemetry.usage;

import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What one event tells to have been used.
 */
record Consumption(UsageKind kind, int requests, Outcome outcome, TokenUsage tokens, OptionalLong characters,
		OptionalDouble audioDuration, OptionalDouble sessionDuration) {

	/**
	 * Reads what an event tells.
	 * @return what was used, or {@code null} if the event is not about use
	 */
	static @Nullable Consumption of(VoiceMetrics metrics) {
		if (metrics instanceof LlmMetrics llm) {
			return new Consumption(UsageKind.LLM, 1, llm.outcome(), llm.tokens(), OptionalLong.empty(),
					OptionalDouble.empty(), OptionalDouble.empty());
		}
		if (metrics instanceof RealtimeMetrics realtime) {
			return new Consumption(UsageKind.LLM, 1, realtime.outcome(), realtime.tokens(), OptionalLong.empty(),
					OptionalDouble.empty(), realtime.sessionDuration());
		}
		if (metrics instanceof TtsMetrics tts) {
			return new Consumption(UsageKind.TTS, 1, tts.outcome(), tts.tokens(), tts.charactersCount(),
					tts.audioDuration(), OptionalDouble.empty());
		}
		if (metrics instanceof SttMetrics stt) {
			return new Consumption(UsageKind.STT, 1, stt.outcome(), stt.tokens(), OptionalLong.empty(),
					stt.audioDuration(), OptionalDouble.empty());
		}
		if (metrics instanceof InterruptionMetrics interruption && interruption.requests() > 0) {
			return judgement(UsageKind.INTERRUPTION, interruption.requests());
		}
		if (metrics instanceof EouMetrics eou && eou.detectionRequests() > 0) {
			return judgement(UsageKind.EOT, eou.detectionRequests());
		}
		return null;
	}

	/**
	 * Requests whose outcome is not told: the event's is that of the turn which they
	 * judge.
	 */
	private static Consumption judgement(UsageKind kind, int requests) {
		return new Consumption(kind, requests, Outcome.SUCCESS, TokenUsage.unknown(), OptionalLong.empty(),
				OptionalDouble.empty(), OptionalDouble.empty());
	}

}

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
 * Reads what events tell to have been used, straight into the sums of a row: every call
 * tells something.
 */
final class Consumption {

	private static final OptionalLong NO_CHARACTERS = OptionalLong.empty();

	private static final OptionalDouble NO_TIME = OptionalDouble.empty();

	private Consumption() {
	}

	/**
	 * What an event tells the use of.
	 * @return the kind, or {@code null} if the event is not about use
	 */
	static @Nullable UsageKind kindOf(VoiceMetrics metrics) {
		if (metrics instanceof LlmMetrics || metrics instanceof RealtimeMetrics) {
			return UsageKind.LLM;
		}
		if (metrics instanceof TtsMetrics) {
			return UsageKind.TTS;
		}
		if (metrics instanceof SttMetrics) {
			return UsageKind.STT;
		}
		if (metrics instanceof InterruptionMetrics interruption && interruption.requests() > 0) {
			return UsageKind.INTERRUPTION;
		}
		if (metrics instanceof EouMetrics eou && eou.detectionRequests() > 0) {
			return UsageKind.EOT;
		}
		return null;
	}

	/**
	 * Adds what an event tells.
	 */
	static void add(VoiceMetrics metrics, UsageRow row) {
		if (metrics instanceof LlmMetrics llm) {
			row.add(1, llm.outcome(), llm.tokens(), NO_CHARACTERS, NO_TIME, NO_TIME);
		}
		else if (metrics instanceof RealtimeMetrics realtime) {
			row.add(1, realtime.outcome(), realtime.tokens(), NO_CHARACTERS, NO_TIME, realtime.sessionDuration());
		}
		else if (metrics instanceof TtsMetrics tts) {
			row.add(1, tts.outcome(), tts.tokens(), tts.charactersCount(), tts.audioDuration(), NO_TIME);
		}
		else if (metrics instanceof SttMetrics stt) {
			row.add(1, stt.outcome(), stt.tokens(), NO_CHARACTERS, stt.audioDuration(), NO_TIME);
		}
		else {
			// How they ended is not told: the event's outcome is that of the turn which
			// they judge.
			row.add(judgements(metrics), Outcome.SUCCESS, TokenUsage.unknown(), NO_CHARACTERS, NO_TIME, NO_TIME);
		}
	}

	/**
	 * Marks what an event tells as discarded.
	 */
	static void discard(VoiceMetrics metrics, UsageRow row) {
		if (metrics instanceof LlmMetrics llm) {
			row.discard(1, llm.tokens());
		}
		else if (metrics instanceof RealtimeMetrics realtime) {
			row.discard(1, realtime.tokens());
		}
		else if (metrics instanceof TtsMetrics tts) {
			row.discard(1, tts.tokens());
		}
		else if (metrics instanceof SttMetrics stt) {
			row.discard(1, stt.tokens());
		}
		else {
			row.discard(judgements(metrics), TokenUsage.unknown());
		}
	}

	private static int judgements(VoiceMetrics metrics) {
		if (metrics instanceof InterruptionMetrics interruption) {
			return interruption.requests();
		}
		return (metrics instanceof EouMetrics eou) ? eou.detectionRequests() : 0;
	}

}

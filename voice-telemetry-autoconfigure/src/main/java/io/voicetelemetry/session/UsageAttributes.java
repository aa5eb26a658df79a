package io.voicetelemetry.session;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;

/**
 * Writes what a session has used on its span. Not under the names of the GenAI
 * conventions: backends that add up every span of a trace would count it twice.
 */
final class UsageAttributes {

	private UsageAttributes() {
	}

	static void put(SessionHandle session, UsageSummary used) {
		TokenUsage tokens = used.tokens(UsageKind.LLM);
		tokens.input().ifPresent((count) -> session.putCount(TelemetryAttributes.USAGE_LLM_INPUT_TOKENS, count));
		tokens.cachedInput()
			.ifPresent((count) -> session.putCount(TelemetryAttributes.USAGE_LLM_CACHED_INPUT_TOKENS, count));
		tokens.output().ifPresent((count) -> session.putCount(TelemetryAttributes.USAGE_LLM_OUTPUT_TOKENS, count));
		used.characters(UsageKind.TTS)
			.ifPresent((count) -> session.putCount(TelemetryAttributes.USAGE_TTS_CHARACTERS, count));
		used.audioDuration(UsageKind.TTS)
			.ifPresent((seconds) -> session.putSeconds(TelemetryAttributes.USAGE_TTS_AUDIO_DURATION, seconds));
		used.audioDuration(UsageKind.STT)
			.ifPresent((seconds) -> session.putSeconds(TelemetryAttributes.USAGE_STT_AUDIO_DURATION, seconds));
	}

}

package io.voicetelemetry.logging;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

import io.voicetelemetry.content.LogText;
import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the line of each kind of figures says. Titles and keys are LiveKit's where it has
 * them.
 */
final class MetricsLines {

	private MetricsLines() {
	}

	// Java 17 has no switch over types: a kind without a line is found by a test.
	static LogLine of(VoiceMetrics metrics, LoggingEventBuilder event) {
		if (metrics instanceof LlmMetrics llm) {
			return llm(llm, new LogLine(event, "LLM metrics", metrics.type()));
		}
		if (metrics instanceof SttMetrics stt) {
			return stt(stt, new LogLine(event, "STT metrics", metrics.type()));
		}
		if (metrics instanceof TtsMetrics tts) {
			return tts(tts, new LogLine(event, "TTS metrics", metrics.type()));
		}
		if (metrics instanceof EouMetrics eou) {
			return eou(eou, new LogLine(event, "EOU metrics", metrics.type()));
		}
		if (metrics instanceof RealtimeMetrics realtime) {
			return realtime(realtime, new LogLine(event, "RealtimeModel metrics", metrics.type()));
		}
		if (metrics instanceof InterruptionMetrics interruption) {
			return interruption(interruption, new LogLine(event, "Interruption metrics", metrics.type()));
		}
		if (metrics instanceof ToolMetrics tool) {
			return tool(tool, new LogLine(event, "Tool metrics", metrics.type()));
		}
		if (metrics instanceof TurnMetrics turn) {
			return turn(turn, new LogLine(event, "Turn metrics", metrics.type()));
		}
		if (metrics instanceof TurnLatency latency) {
			return latency(latency, new LogLine(event, "Turn latency", metrics.type()));
		}
		return discarded((DiscardedMetrics) metrics, new LogLine(event, "Discarded metrics", metrics.type()));
	}

	private static LogLine llm(LlmMetrics llm, LogLine line) {
		line.model(llm.origin()).seconds("ttft", llm.ttft()).seconds("duration", llm.duration());
		TokenKeys.PROMPT.add(line, llm.tokens());
		line.rate("tokens_per_second", llm.tokensPerSecond()).attempts(llm.attempts());
		return (llm.attempts() > 1)
				? line.seconds("attempt_ttft", llm.attemptTtft()).seconds("attempt_duration", llm.attemptDuration())
				: line;
	}

	private static LogLine stt(SttMetrics stt, LogLine line) {
		line.model(stt.origin())
			.seconds("audio_duration", stt.audioDuration())
			.seconds("duration", stt.duration())
			.seconds("acquire_time", stt.acquireTime());
		TokenKeys.INPUT.add(line, stt.tokens());
		return line;
	}

	private static LogLine tts(TtsMetrics tts, LogLine line) {
		line.model(tts.origin())
			.seconds("ttfb", tts.ttfb())
			.seconds("duration", tts.duration())
			.seconds("audio_duration", tts.audioDuration())
			.seconds("acquire_time", tts.acquireTime());
		tts.charactersCount().ifPresent((count) -> line.field("characters_count", count).say(count + " characters"));
		TokenKeys.INPUT.add(line, tts.tokens());
		line.attempts(tts.attempts());
		return (tts.attempts() > 1)
				? line.seconds("attempt_ttfb", tts.attemptTtfb()).seconds("attempt_duration", tts.attemptDuration())
				: line;
	}

	private static LogLine eou(EouMetrics eou, LogLine line) {
		return line.modelIfAny(eou.origin())
			.seconds("end_of_utterance_delay", eou.endOfUtteranceDelay())
			.seconds("transcription_delay", eou.transcriptionDelay())
			.seconds("on_user_turn_completed_delay", eou.onUserTurnCompletedDelay())
			.seconds("detection_duration", eou.detectionDuration());
	}

	private static LogLine realtime(RealtimeMetrics realtime, LogLine line) {
		line.model(realtime.origin())
			.seconds("ttft", realtime.ttft())
			.seconds("duration", realtime.duration())
			.seconds("session_duration", realtime.sessionDuration())
			.seconds("acquire_time", realtime.acquireTime());
		TokenKeys.INPUT.add(line, realtime.tokens());
		realtime.tokens().total().ifPresent((total) -> line.field("total_tokens", total));
		return line.rate("tokens_per_second", realtime.tokensPerSecond());
	}

	private static LogLine interruption(InterruptionMetrics interruption, LogLine line) {
		if (interruption.source() != null) {
			line.field("interruption_source", interruption.source()).say("by " + LogText.of(interruption.source()));
		}
		return line.modelIfAny(interruption.origin())
			.field("num_interruptions", interruption.interruptions())
			.say(interruption.interruptions() + " interruptions")
			.field("num_backchannels", interruption.backchannels())
			.say(interruption.backchannels() + " backchannels")
			.field("num_requests", interruption.requests())
			.seconds("total_duration", interruption.totalDuration())
			.seconds("prediction_duration", interruption.predictionDuration())
			.seconds("detection_delay", interruption.detectionDelay())
			.seconds("playout_position", interruption.playoutPosition());
	}

	private static LogLine tool(ToolMetrics tool, LogLine line) {
		if (tool.tool() != null) {
			line.field("tool", tool.tool()).say(LogText.of(tool.tool()));
		}
		return line.seconds("duration", tool.duration());
	}

	private static LogLine turn(TurnMetrics turn, LogLine line) {
		line.field("turn_role", turn.role().value())
			.say(turn.role().value())
			.seconds("duration", turn.duration())
			.field("interrupted", turn.interrupted())
			.field("discarded", turn.discarded());
		if (turn.interrupted()) {
			line.say("interrupted");
		}
		return turn.discarded() ? line.say("discarded") : line;
	}

	private static LogLine latency(TurnLatency latency, LogLine line) {
		line.field("answered_speech_id", latency.answeredSpeechId())
			.field("e2e_latency", Seconds.rounded(latency.e2eLatency()));
		Set<LatencyPart.Kind> kinds = new LinkedHashSet<>();
		latency.parts().forEach((part) -> kinds.add(part.kind()));
		StringJoiner parts = new StringJoiner(" + ", " = ", "").setEmptyValue("");
		for (LatencyPart.Kind kind : kinds) {
			double seconds = latency.secondsOf(kind).orElse(0);
			line.field("latency_" + kind.value(), Seconds.rounded(seconds));
			parts.add(LogLine.words(kind.value()) + " " + Seconds.text(seconds));
		}
		return line.say("e2e latency " + Seconds.text(latency.e2eLatency()) + " s" + parts)
			.seconds("total_latency", latency.totalLatency());
	}

	/**
	 * Under keys of its own: what it took has been told, and would be counted twice.
	 */
	private static LogLine discarded(DiscardedMetrics discarded, LogLine line) {
		VoiceMetrics request = discarded.request();
		line.field("discarded_type", request.type()).say(LogLine.words(request.type())).modelIfAny(request.origin());
		if (request instanceof LlmMetrics llm) {
			line.count("discarded_prompt_tokens", llm.tokens().count(TokenType.INPUT))
				.count("discarded_completion_tokens", llm.tokens().count(TokenType.OUTPUT));
		}
		if (request instanceof TtsMetrics tts) {
			line.count("discarded_characters_count", tts.charactersCount());
		}
		return line;
	}

}

package io.voicetelemetry.logging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.voicetelemetry.content.LogText;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the line about the usage of a call says: the sums in fields of their own, each
 * model in a list, which structured formats write as such.
 */
final class UsageLine {

	/**
	 * A line with more of them is not read to its end.
	 */
	static final int MAX_MODELS_IN_MESSAGE = 20;

	private UsageLine() {
	}

	static LogLine of(UsageSummary usage, LoggingEventBuilder event) {
		LogLine line = new LogLine(event, "Usage", "usage");
		sums(usage, line);
		List<Map<String, Object>> rows = new ArrayList<>();
		for (ModelUsage model : usage.models()) {
			rows.add(row(model));
			if (rows.size() <= MAX_MODELS_IN_MESSAGE) {
				line.say(words(model));
			}
		}
		if (rows.size() > MAX_MODELS_IN_MESSAGE) {
			line.say("and " + (rows.size() - MAX_MODELS_IN_MESSAGE) + " more models");
		}
		return rows.isEmpty() ? line.say("no model") : line.field("models", rows);
	}

	private static void sums(UsageSummary usage, LogLine line) {
		sum(line, "llm_prompt_tokens", usage.tokens(UsageKind.LLM).count(TokenType.INPUT));
		sum(line, "llm_prompt_cached_tokens", usage.tokens(UsageKind.LLM).count(TokenType.CACHED_INPUT));
		sum(line, "llm_completion_tokens", usage.tokens(UsageKind.LLM).count(TokenType.OUTPUT));
		sum(line, "tts_characters_count", usage.characters(UsageKind.TTS));
		usage.audioDuration(UsageKind.TTS)
			.ifPresent((seconds) -> line.field("tts_audio_duration", Seconds.rounded(seconds)));
		usage.audioDuration(UsageKind.STT)
			.ifPresent((seconds) -> line.field("stt_audio_duration", Seconds.rounded(seconds)));
	}

	private static void sum(LogLine line, String key, OptionalLong sum) {
		sum.ifPresent((count) -> line.field(key, count));
	}

	private static Map<String, Object> row(ModelUsage model) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("kind", model.kind().value());
		row.put("model_name", name(model.model()));
		row.put("model_provider", name(model.provider()));
		row.put("requests", model.requests());
		row.put("failed_requests", model.failedRequests());
		row.put("cancelled_requests", model.cancelledRequests());
		row.put("discarded_requests", model.discardedRequests());
		TokenKeys.USAGE.forEach(model.tokens(), row::put);
		TokenKeys.USAGE.forEach(model.discardedTokens(), (key, count) -> row.put("discarded_" + key, count));
		model.characters().ifPresent((count) -> row.put("characters_count", count));
		model.audioDuration().ifPresent((seconds) -> row.put("audio_duration", Seconds.rounded(seconds)));
		model.sessionDuration().ifPresent((seconds) -> row.put("session_duration", Seconds.rounded(seconds)));
		return row;
	}

	private static String words(ModelUsage model) {
		StringBuilder words = new StringBuilder(model.kind().value()).append(' ')
			.append(name(model.model().isEmpty() ? model.provider() : model.model()));
		words.append(' ').append(model.requests()).append(" requests");
		marked(words, model.failedRequests(), "failed");
		marked(words, model.cancelledRequests(), "cancelled");
		marked(words, model.discardedRequests(), "discarded");
		counted(words, model.tokens().count(TokenType.INPUT), "tokens in");
		marked(words, model.tokens().count(TokenType.CACHED_INPUT).orElse(0), "cached");
		counted(words, model.tokens().count(TokenType.OUTPUT), "out");
		counted(words, model.characters(), "characters");
		model.audioDuration()
			.ifPresent((seconds) -> words.append(' ').append(Seconds.text(seconds)).append(" s audio"));
		return words.toString();
	}

	private static void counted(StringBuilder words, OptionalLong count, String what) {
		count.ifPresent((known) -> words.append(' ').append(known).append(' ').append(what));
	}

	private static void marked(StringBuilder words, long count, String mark) {
		if (count > 0) {
			words.append(" (").append(count).append(' ').append(mark).append(')');
		}
	}

	private static String name(String name) {
		return name.isEmpty() ? LogLine.UNKNOWN : LogText.of(name);
	}

}

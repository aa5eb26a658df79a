package io.voicetelemetry.integration.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Fields of JSON objects of which nothing is certain.
 */
final class JsonFields {

	private static final long UNKNOWN = -1;

	private JsonFields() {
	}

	/**
	 * The fields of what is a JSON object, however it is represented.
	 * @return the fields, or {@code null} if it is none
	 */
	static @Nullable Map<?, ?> object(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		// The node of a JSON library, whichever it is, is written as what it is.
		return (value != null && JsonReader.parse(value.toString()) instanceof Map<?, ?> map) ? map : null;
	}

	static @Nullable Map<?, ?> object(@Nullable Map<?, ?> fields, String name) {
		return (fields != null && fields.get(name) instanceof Map<?, ?> map) ? map : null;
	}

	static List<Map<?, ?>> objects(@Nullable Map<?, ?> fields, String name) {
		List<Map<?, ?>> objects = new ArrayList<>();
		if (fields != null && fields.get(name) instanceof List<?> list) {
			for (Object each : list) {
				if (each instanceof Map<?, ?> map) {
					objects.add(map);
				}
			}
		}
		return objects;
	}

	static @Nullable String string(@Nullable Map<?, ?> fields, String name) {
		return (fields != null && fields.get(name) instanceof String text && !text.isEmpty()) ? text : null;
	}

	static long count(@Nullable Map<?, ?> fields, String name) {
		return (fields != null && fields.get(name) instanceof Number count) ? count.longValue() : UNKNOWN;
	}

	/**
	 * A call of a tool, as chat completions have it.
	 */
	static ToolRequest toolRequest(Map<?, ?> call) {
		Map<?, ?> function = object(call, "function");
		return new ToolRequest(string(call, "id"), string(function, "name"), string(function, "arguments"));
	}

	/**
	 * The tokens of chat completions, or of responses and transcriptions, which have
	 * other names for the same.
	 * @return the tokens, or {@code null} if none are told
	 */
	static @Nullable TokenUsage usage(@Nullable Map<?, ?> usage) {
		if (usage == null) {
			return null;
		}
		boolean chat = usage.containsKey("prompt_tokens") || usage.containsKey("completion_tokens");
		Map<?, ?> input = object(usage, chat ? "prompt_tokens_details" : "input_tokens_details");
		Map<?, ?> output = object(usage, chat ? "completion_tokens_details" : "output_tokens_details");
		return TokenUsage
			.of(count(usage, chat ? "prompt_tokens" : "input_tokens"),
					count(usage, chat ? "completion_tokens" : "output_tokens"))
			.withCachedInput(count(input, "cached_tokens"))
			.with(TokenType.INPUT_AUDIO, count(input, "audio_tokens"))
			.withReasoningOutput(count(output, "reasoning_tokens"))
			.with(TokenType.OUTPUT_AUDIO, count(output, "audio_tokens"));
	}

}

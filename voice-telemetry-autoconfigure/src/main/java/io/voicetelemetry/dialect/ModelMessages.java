package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages as the GenAI conventions write them, and as the APIs of providers do.
 * What it does not know is left out, and nothing that a text holds throws.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/fe5608e/docs/gen-ai/gen-ai-input-messages.json">Messages
 * of the GenAI conventions</a>
 */
final class ModelMessages {

	/**
	 * More calls than any model makes at once; their number must be bounded somewhere.
	 */
	private static final int MAX_TOOL_CALLS = 64;

	private static final Set<String> NOT_MEDIA = Set.of("text", "tool_call", "tool_call_response", "reasoning");

	private ModelMessages() {
	}

	/**
	 * The messages of a JSON text. A message in which several tools answer becomes one
	 * for each.
	 * @param json an array of messages, or one message
	 * @return the messages; empty if there are none or the text is not JSON
	 */
	static List<ModelMessage> of(@Nullable String json) {
		Object value = (json != null) ? JsonReader.parse(json) : null;
		List<ModelMessage> messages = new ArrayList<>();
		for (Object each : (value instanceof List<?> list) ? list : List.of((value != null) ? value : "")) {
			if (each instanceof Map<?, ?> message && message.get("role") instanceof String role) {
				add(messages, role, message);
			}
		}
		return messages;
	}

	/**
	 * Instructions as a message.
	 * @param json an array of parts, or plain text
	 * @return the message, or {@code null} if there are no instructions
	 */
	static @Nullable ModelMessage instructions(@Nullable String json) {
		if (json == null) {
			return null;
		}
		Object value = JsonReader.parse(json);
		String text = (value instanceof List<?> || value instanceof String) ? text(value) : json;
		return (text != null) ? new ModelMessage(ModelMessage.SYSTEM, text, null, List.of(), null) : null;
	}

	/**
	 * Whether a message has a part that is neither text nor a tool's.
	 * @param json an array of messages, or one message
	 * @return {@code true} if one has
	 */
	static boolean hasMedia(@Nullable String json) {
		Object value = (json != null) ? JsonReader.parse(json) : null;
		return ((value instanceof List<?> list) ? list : List.of((value != null) ? value : "")).stream()
			.anyMatch((message) -> message instanceof Map<?, ?> fields
					&& (isMedia(fields.get("parts")) || isMedia(fields.get("content"))));
	}

	private static boolean isMedia(@Nullable Object content) {
		return content instanceof List<?> parts && parts.stream()
			.anyMatch((part) -> part instanceof Map<?, ?> fields && fields.get("type") instanceof String type
					&& !NOT_MEDIA.contains(type));
	}

	private static void add(List<ModelMessage> messages, String role, Map<?, ?> message) {
		Object content = (message.get("parts") != null) ? message.get("parts") : message.get("content");
		String name = string(message.get("name"));
		List<ModelMessage.ToolCall> calls = new ArrayList<>();
		toolCalls(calls, message.get("tool_calls"));
		if (content instanceof List<?> parts) {
			toolCalls(calls, parts);
			toolResponses(messages, role, name, parts);
		}
		String text = text(content);
		String toolCallId = string(message.get("tool_call_id"));
		if (text != null || !calls.isEmpty() || toolCallId != null || !hasToolResponse(content)) {
			messages.add(new ModelMessage(role, text, name, calls, toolCallId));
		}
	}

	private static boolean hasToolResponse(@Nullable Object content) {
		return content instanceof List<?> parts
				&& parts.stream().anyMatch((part) -> isPart(part, "tool_call_response"));
	}

	private static void toolResponses(List<ModelMessage> messages, String role, @Nullable String name, List<?> parts) {
		for (Object part : parts) {
			if (isPart(part, "tool_call_response") && part instanceof Map<?, ?> response) {
				Object answer = (response.get("response") != null) ? response.get("response") : response.get("result");
				messages.add(new ModelMessage(role, (answer != null) ? asText(answer) : null, name, List.of(),
						string(response.get("id"))));
			}
		}
	}

	private static void toolCalls(List<ModelMessage.ToolCall> calls, @Nullable Object from) {
		if (!(from instanceof List<?> list)) {
			return;
		}
		for (Object each : list) {
			if (calls.size() == MAX_TOOL_CALLS) {
				return;
			}
			if (each instanceof Map<?, ?> call && call.get("function") instanceof Map<?, ?> function) {
				calls.add(toolCall(call.get("id"), function));
			}
			else if (isPart(each, "tool_call") && each instanceof Map<?, ?> call) {
				calls.add(toolCall(call.get("id"), call));
			}
		}
	}

	private static ModelMessage.ToolCall toolCall(@Nullable Object id, Map<?, ?> function) {
		Object arguments = function.get("arguments");
		return new ModelMessage.ToolCall(string(id), string(function.get("name")),
				(arguments != null) ? asText(arguments) : null);
	}

	/**
	 * The text of a content that may have parts: images, audio and what the model thought
	 * are none.
	 */
	private static @Nullable String text(@Nullable Object content) {
		if (!(content instanceof List<?> parts)) {
			return string(content);
		}
		StringBuilder text = null;
		for (Object part : parts) {
			String more = isPart(part, "text") && part instanceof Map<?, ?> fields
					? string((fields.get("content") != null) ? fields.get("content") : fields.get("text"))
					: string(part);
			if (more != null) {
				text = (text != null) ? text.append('\n') : new StringBuilder();
				text.append(more);
			}
		}
		return (text != null) ? text.toString() : null;
	}

	private static boolean isPart(@Nullable Object part, String type) {
		return part instanceof Map<?, ?> fields && type.equals(fields.get("type"));
	}

	private static @Nullable String string(@Nullable Object value) {
		return (value instanceof String text) ? text : null;
	}

	private static String asText(Object value) {
		return (value instanceof String text) ? text : JsonObject.text(value);
	}

}

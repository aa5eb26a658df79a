package io.voicetelemetry.dialect;

import io.voicetelemetry.content.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Messages as LiveKit Agents writes them on spans.
 *
 * @see <a href=
 * "https://github.com/livekit/agents/blob/da6af86/livekit-agents/livekit/agents/llm/chat_context.py">The
 * chat context of LiveKit Agents 1.7.0</a>
 */
final class LiveKitChat {

	private LiveKitChat() {
	}

	/**
	 * A chat context: an object with a list of messages, function calls and outputs.
	 * @param json messages
	 * @return the context; what is no list of messages is left as it is
	 */
	static @Nullable String context(@Nullable String json) {
		List<ModelMessage> messages = ModelMessages.of(json);
		if (messages.isEmpty()) {
			return json;
		}
		List<Object> items = new ArrayList<>();
		for (ModelMessage message : messages) {
			if (message.isToolResponse()) {
				items.add(new JsonObject().put("type", "function_call_output")
					.put("call_id", message.toolCallId())
					.put("name", message.name())
					.put("output", message.text()));
				continue;
			}
			if (message.text() != null) {
				items.add(new JsonObject().put("type", "message")
					.put("role", message.role())
					.put("content", List.of(message.text())));
			}
			message.toolCalls().forEach((call) -> items.add(call("function_call", call)));
		}
		return new JsonObject().put("items", items).toString();
	}

	/**
	 * The functions that messages of a model ask for.
	 * @param json messages
	 * @return a list of calls, or {@code null} if there are none
	 */
	static @Nullable String functionCalls(@Nullable String json) {
		List<JsonObject> calls = new ArrayList<>();
		ModelMessages.of(json).forEach((message) -> message.toolCalls().forEach((call) -> calls.add(call(null, call))));
		return calls.isEmpty() ? null : JsonObject.text(calls);
	}

	/**
	 * What messages say.
	 * @param json messages
	 * @return the text, one line for each; {@code null} if there is none
	 */
	static @Nullable String text(@Nullable String json) {
		List<ModelMessage> messages = ModelMessages.of(json);
		if (messages.isEmpty()) {
			return json;
		}
		String text = messages.stream()
			.filter((message) -> !message.isToolResponse())
			.map(ModelMessage::text)
			.filter(Objects::nonNull)
			.collect(Collectors.joining("\n"));
		return text.isEmpty() ? null : text;
	}

	private static JsonObject call(@Nullable String type, ModelMessage.ToolCall call) {
		return new JsonObject().put("type", type)
			.put("call_id", call.id())
			.put("name", call.name())
			.put("arguments", call.arguments());
	}

}

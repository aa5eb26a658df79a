package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import org.jspecify.annotations.Nullable;

/**
 * All that a model was told as one JSON text, for backends that show one.
 */
final class PromptJson {

	private PromptJson() {
	}

	/**
	 * Messages with the instructions before them, unless they have some.
	 * @param messages GenAI message JSON or a text, or {@code null} for none
	 * @param instructions GenAI part JSON or a text, or {@code null} for none
	 * @return what there is of them
	 */
	static @Nullable String withInstructions(@Nullable String messages, @Nullable String instructions) {
		if (instructions == null || (messages != null && hasInstructions(messages))) {
			return messages;
		}
		String parts = isArray(instructions) ? instructions.strip() : MessageJson.instructions(instructions);
		String system = "{\"role\":\"system\",\"parts\":" + parts + "}";
		String others = (messages != null) ? inner(asMessages("user", messages)) : "";
		return others.isEmpty() ? "[" + system + "]" : "[" + system + "," + others + "]";
	}

	/**
	 * Messages with the tools that the model could call.
	 * @param messages GenAI message JSON or a text
	 * @param tools a JSON array
	 * @return an object of both, or the messages alone if the tools are no array
	 */
	static String withTools(String messages, String tools) {
		if (!isArray(tools)) {
			return messages;
		}
		return "{\"messages\":" + asMessages("user", messages) + ",\"tools\":" + tools.strip() + "}";
	}

	/**
	 * A text as messages, if it is not yet.
	 * @param role who said it
	 * @param text GenAI message JSON or a text
	 * @return GenAI message JSON
	 */
	static String asMessages(String role, String text) {
		return isMessages(text) ? text : MessageJson.message(role, text);
	}

	static boolean isArray(String text) {
		return JsonReader.parse(text) instanceof List<?>;
	}

	private static boolean isMessages(String text) {
		return JsonReader.parse(text) instanceof List<?> messages
				&& messages.stream().allMatch((message) -> message instanceof Map<?, ?> map && map.containsKey("role"));
	}

	private static boolean hasInstructions(String messages) {
		return JsonReader.parse(messages) instanceof List<?> list && list.stream()
			.anyMatch((message) -> message instanceof Map<?, ?> map && "system".equals(map.get("role")));
	}

	private static String inner(String array) {
		String stripped = array.strip();
		return stripped.substring(1, stripped.length() - 1).strip();
	}

}

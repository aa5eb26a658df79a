package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Messages as attributes with an index in the key, which is how OpenInference has lists.
 */
final class OpenInferenceMessages {

	/** A call of hours has hundreds of messages, each sent again with each request. */
	static final int MAX_MESSAGES = 128;

	private OpenInferenceMessages() {
	}

	/**
	 * Writes messages; of too many the instructions and the newest.
	 * @param rewrite what to write to
	 * @param prefix the first part of the keys
	 * @param instructions what comes before the messages, or {@code null}
	 * @param json messages
	 * @return how many were left out
	 */
	static int put(SpanRewrite rewrite, String prefix, @Nullable ModelMessage instructions, @Nullable String json) {
		List<ModelMessage> messages = new ArrayList<>(ModelMessages.of(json));
		if (instructions != null && messages.stream().noneMatch((message) -> isSame(message, instructions))) {
			messages.add(0, instructions);
		}
		int dropped = Math.max(messages.size() - MAX_MESSAGES, 0);
		int first = (!messages.isEmpty() && ModelMessage.SYSTEM.equals(messages.get(0).role())) ? 1 : 0;
		messages.subList(first, first + dropped).clear();
		for (int i = 0; i < messages.size(); i++) {
			put(rewrite, prefix + "." + i + ".message.", messages.get(i));
		}
		return dropped;
	}

	private static boolean isSame(ModelMessage message, ModelMessage instructions) {
		return message.role().equals(instructions.role()) && instructions.text() != null
				&& instructions.text().equals(message.text());
	}

	private static void put(SpanRewrite rewrite, String prefix, ModelMessage message) {
		rewrite.put(prefix + "role", message.role())
			.put(prefix + "content", message.text())
			.put(prefix + "name", message.name())
			.put(prefix + "tool_call_id", message.toolCallId());
		for (int i = 0; i < message.toolCalls().size(); i++) {
			ModelMessage.ToolCall call = message.toolCalls().get(i);
			String callPrefix = prefix + "tool_calls." + i + ".tool_call.";
			rewrite.put(callPrefix + "id", call.id())
				.put(callPrefix + "function.name", call.name())
				.put(callPrefix + "function.arguments", call.arguments());
		}
	}

}

package io.voicetelemetry.sample.llm;

import java.util.List;
import java.util.stream.Collectors;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * A conversation as a text for people, a line for each message.
 */
final class PromptText {

	private PromptText() {
	}

	static String of(List<ChatMessage> messages) {
		return messages.stream().map(PromptText::line).collect(Collectors.joining("\n"));
	}

	private static String line(ChatMessage message) {
		if (message instanceof SystemMessage system) {
			return "system: " + system.text();
		}
		if (message instanceof UserMessage user) {
			return "user: " + user.singleText();
		}
		if (message instanceof AiMessage assistant) {
			return "assistant: " + (assistant.hasToolExecutionRequests() ? assistant.toolExecutionRequests().toString()
					: assistant.text());
		}
		if (message instanceof ToolExecutionResultMessage tool) {
			return "tool: " + tool.text();
		}
		return message.type() + ": " + message;
	}

}

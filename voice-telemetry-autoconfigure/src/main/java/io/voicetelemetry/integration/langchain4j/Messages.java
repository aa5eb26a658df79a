package io.voicetelemetry.integration.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;

/**
 * Translates messages and tools: only to be asked for where content is captured.
 */
final class Messages {

	private Messages() {
	}

	static List<ChatMessage> of(@Nullable List<? extends dev.langchain4j.data.message.ChatMessage> messages) {
		List<ChatMessage> translated = new ArrayList<>();
		if (messages != null) {
			messages.forEach((message) -> add(message, translated));
		}
		return translated;
	}

	private static void add(dev.langchain4j.data.message.ChatMessage message, List<ChatMessage> translated) {
		if (message instanceof SystemMessage system) {
			translated.add(ChatMessage.system(system.text()));
		}
		else if (message instanceof UserMessage user) {
			translated.add(new ChatMessage(ChatMessage.Role.USER, texts(user.contents()), user.name()));
		}
		else if (message instanceof AiMessage answer) {
			translated.add(ChatMessage.assistant(answer.text(), toolRequests(answer)));
		}
		else if (message instanceof ToolExecutionResultMessage result) {
			translated.add(ChatMessage.tool(result.id(),
					VoiceContext.recordableResult(result.toolName(), textOf(result.contents()))));
		}
	}

	/**
	 * What is no text, an image say, is left out.
	 */
	private static List<ChatMessage.Part> texts(List<Content> contents) {
		List<ChatMessage.Part> texts = new ArrayList<>();
		for (Content content : contents) {
			if (content instanceof TextContent text) {
				texts.add(new ChatMessage.Text(text.text()));
			}
		}
		return texts;
	}

	/**
	 * The text of contents that are to be one.
	 */
	static @Nullable String textOf(@Nullable List<Content> contents) {
		if (contents == null) {
			return null;
		}
		List<String> texts = new ArrayList<>();
		for (Content content : contents) {
			if (content instanceof TextContent text) {
				texts.add(text.text());
			}
		}
		return texts.isEmpty() ? null : String.join("\n", texts);
	}

	static List<ChatMessage.ToolRequest> toolRequests(AiMessage answer) {
		List<ChatMessage.ToolRequest> requests = new ArrayList<>();
		List<ToolExecutionRequest> asked = answer.toolExecutionRequests();
		if (asked != null) {
			asked.forEach((request) -> requests
				.add(new ChatMessage.ToolRequest(request.id(), request.name(), request.arguments())));
		}
		return requests;
	}

	static List<ToolDefinition> definitions(@Nullable List<ToolSpecification> specifications) {
		List<ToolDefinition> definitions = new ArrayList<>();
		if (specifications != null) {
			specifications
				.forEach((tool) -> definitions.add(new ToolDefinition(tool.name(), tool.description(), null)));
		}
		return definitions;
	}

}

package io.voicetelemetry.sample.llm;

import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * What one request to the language model gave: text, tool calls or both.
 *
 * @param text the text, the part that had arrived when cancelled
 * @param toolCalls the tools to call before asking again
 * @param cancelled whether the answer was cancelled
 */
public record LlmStep(String text, List<ToolExecutionRequest> toolCalls, boolean cancelled) {

	static LlmStep of(ChatResponse response) {
		AiMessage message = response.aiMessage();
		return new LlmStep((message.text() != null) ? message.text() : "", message.toolExecutionRequests(), false);
	}

	static LlmStep cancelled(String text) {
		return new LlmStep(text, List.of(), true);
	}

}

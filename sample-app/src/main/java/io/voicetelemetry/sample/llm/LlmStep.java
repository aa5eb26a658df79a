package io.voicetelemetry.sample.llm;

import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What one request to the language model gave: text, tool calls or both.
 *
 * @param text the text, the part that had arrived when cancelled
 * @param toolCalls the tools to call before asking again
 * @param responseId the provider's id of the answer, if it came to its end
 * @param model the model that answered, if it is known
 * @param usage the tokens used, if the provider said so
 * @param finishReason why the answer ended, if it came to its end
 * @param cancelled whether the answer was cancelled
 */
public record LlmStep(String text, List<ToolExecutionRequest> toolCalls, @Nullable String responseId,
		@Nullable String model, @Nullable TokenUsage usage, @Nullable FinishReason finishReason, boolean cancelled) {

	static LlmStep of(ChatResponse response) {
		AiMessage message = response.aiMessage();
		String text = (message.text() != null) ? message.text() : "";
		return new LlmStep(text, message.toolExecutionRequests(), response.id(), response.modelName(),
				response.tokenUsage(), response.finishReason(), false);
	}

	static LlmStep cancelled(String text) {
		return new LlmStep(text, List.of(), null, null, null, null, true);
	}

}

package io.voicetelemetry.sample.llm;

import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

/**
 * What one request to the language model gave: text, tool calls or both. As an
 * {@link LlmResult} it is read onto the span of the method that returns it.
 *
 * @param text the text, the part that had arrived when cancelled
 * @param toolCalls the tools to call before asking again
 * @param responseId the provider's id of the answer, if it came to its end
 * @param responseModel the model that answered, if it is known
 * @param usage the tokens used, if the provider said so
 * @param finishReason why the answer ended, if it came to its end
 * @param cancelled whether the answer was cancelled
 */
public record LlmStep(String text, List<ToolExecutionRequest> toolCalls, @Nullable String responseId,
		@Nullable String responseModel, @Nullable TokenUsage usage, @Nullable FinishReason finishReason,
		boolean cancelled) implements LlmResult {

	static LlmStep of(ChatResponse response) {
		AiMessage message = response.aiMessage();
		String text = (message.text() != null) ? message.text() : "";
		return new LlmStep(text, message.toolExecutionRequests(), response.id(), response.modelName(),
				Usage.of(response.tokenUsage()), response.finishReason(), false);
	}

	@Override
	public List<ChatMessage.ToolRequest> requestedTools() {
		return RecordedRequest.toolRequests(this.toolCalls);
	}

	@Override
	public List<String> finishReasons() {
		return (this.finishReason != null) ? List.of(asProvidersSay(this.finishReason)) : List.of();
	}

	private static String asProvidersSay(FinishReason reason) {
		return switch (reason) {
			case STOP -> "stop";
			case LENGTH -> "length";
			case TOOL_EXECUTION -> "tool_calls";
			case CONTENT_FILTER -> "content_filter";
			case OTHER -> "other";
		};
	}

	static LlmStep cancelled(String text) {
		return new LlmStep(text, List.of(), null, null, null, null, true);
	}

}

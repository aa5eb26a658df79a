package io.voicetelemetry.integration.anthropic;

import java.util.List;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message when its stream has ended, but for its text.
 *
 * @param responseId the id of the message
 * @param responseModel the model that answered
 * @param finishReasons why it stopped
 * @param usage the tokens
 * @param requestedTools the tools that it asks for
 */
record StreamedMessage(@Nullable String responseId, @Nullable String responseModel, List<String> finishReasons,
		TokenUsage usage, List<ToolRequest> requestedTools) implements LlmResult {

	@Override
	public String provider() {
		return AnthropicReaders.PROVIDER;
	}

}

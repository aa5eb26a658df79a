package io.voicetelemetry.integration.bedrock;

import java.util.List;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer when its stream has ended, but for its text. Its events do
 * not tell the id.
 *
 * @param responseModel the model that a prompt router chose
 * @param finishReasons why it stopped
 * @param usage the tokens
 * @param requestedTools the tools that it asks for
 */
record StreamedConverseResult(@Nullable String responseModel, List<String> finishReasons, @Nullable TokenUsage usage,
		List<ToolRequest> requestedTools) implements LlmResult {

	@Override
	public String provider() {
		return BedrockReaders.PROVIDER;
	}

}

package io.voicetelemetry.integration.gemini;

import java.util.List;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

/**
 * What is known of generated content when its stream has ended, but for its text.
 *
 * @param provider by which service it was generated
 * @param responseId the id of the response
 * @param responseModel the model that answered
 * @param finishReasons why it stopped
 * @param usage the tokens
 * @param requestedTools the tools that it asks for
 */
record StreamedGenerateContentResult(@Nullable String provider, @Nullable String responseId,
		@Nullable String responseModel, List<String> finishReasons, TokenUsage usage,
		List<ToolRequest> requestedTools) implements LlmResult {
}

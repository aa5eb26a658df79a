package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ChunkReader} knows of an answer when its stream has ended, but for its
 * text, which was told as it came.
 *
 * @param provider who was asked, or {@code null} if that is not known
 * @param responseId the id of the answer, or {@code null} if the stream did not tell it
 * @param responseModel the model that answered, or {@code null} if the stream did not
 * tell it
 * @param finishReasons why it stopped
 * @param usage the tokens, or {@code null} if the stream did not tell them
 * @param requestedTools the tools that it asks for
 * @since 0.1
 */
public record StreamedLlmResult(@Nullable String provider, @Nullable String responseId, @Nullable String responseModel,
		List<String> finishReasons, @Nullable TokenUsage usage,
		List<ChatMessage.ToolRequest> requestedTools) implements LlmResult {
}

package io.voicetelemetry.recipe;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/**
 * What an answer of Bedrock tells. Each method is called only if it is needed: those of
 * the texts, only where content is captured.
 */
record ConverseAnswer(ConverseResponse response) implements LlmResult {

	@Override
	public String text() {
		return content().stream().map(ContentBlock::text).filter(Objects::nonNull).collect(Collectors.joining());
	}

	@Override
	public List<ToolRequest> requestedTools() {
		return content().stream()
			.map(ContentBlock::toolUse)
			.filter(Objects::nonNull)
			.map((tool) -> new ToolRequest(tool.toolUseId(), tool.name(), String.valueOf(tool.input())))
			.toList();
	}

	private List<ContentBlock> content() {
		return this.response.output().message().content();
	}

	@Override
	public List<String> finishReasons() {
		return List.of(this.response.stopReasonAsString());
	}

	@Override
	public @Nullable String responseId() {
		return this.response.responseMetadata().requestId();
	}

	@Override
	public TokenUsage usage() {
		return tokens(this.response.usage());
	}

	/**
	 * Bedrock counts what was cached apart; here it is a part of the input.
	 */
	static TokenUsage tokens(software.amazon.awssdk.services.bedrockruntime.model.TokenUsage usage) {
		int read = Objects.requireNonNullElse(usage.cacheReadInputTokens(), 0);
		int written = Objects.requireNonNullElse(usage.cacheWriteInputTokens(), 0);
		return TokenUsage.of((long) usage.inputTokens() + read + written, usage.outputTokens())
			.withCachedInput(read)
			.withCacheCreationInput(written);
	}

	@Override
	public String provider() {
		return "aws.bedrock";
	}

}

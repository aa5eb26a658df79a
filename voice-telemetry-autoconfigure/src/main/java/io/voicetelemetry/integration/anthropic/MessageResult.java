package io.voicetelemetry.integration.anthropic;

import java.util.ArrayList;
import java.util.List;

import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.Model;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.anthropic.AnthropicFields.json;
import static io.voicetelemetry.integration.anthropic.AnthropicFields.known;

/**
 * What a message tells.
 *
 * @param message the message
 */
record MessageResult(Message message) implements LlmResult {

	@Override
	public @Nullable String text() {
		StringBuilder text = new StringBuilder();
		content().forEach((block) -> block.text().flatMap((part) -> part._text().asKnown()).ifPresent(text::append));
		return text.isEmpty() ? null : text.toString();
	}

	@Override
	public List<ToolRequest> requestedTools() {
		List<ToolRequest> requests = new ArrayList<>();
		content().forEach((block) -> block.toolUse().map(MessageResult::request).ifPresent(requests::add));
		return requests;
	}

	private static ToolRequest request(ToolUseBlock tool) {
		return new ToolRequest(known(tool._id()), known(tool._name()), json(tool._input()));
	}

	private List<ContentBlock> content() {
		List<ContentBlock> content = known(this.message._content());
		return (content != null) ? content : List.of();
	}

	@Override
	public @Nullable String responseModel() {
		return this.message._model().asKnown().map(Model::asString).orElse(null);
	}

	@Override
	public @Nullable String responseId() {
		return known(this.message._id());
	}

	@Override
	public List<String> finishReasons() {
		return this.message._stopReason().asKnown().map(StopReason::asString).map(List::of).orElse(List.of());
	}

	@Override
	public @Nullable TokenUsage usage() {
		Usage usage = known(this.message._usage());
		return (usage != null) ? AnthropicFields.tokens(usage) : null;
	}

	@Override
	public String provider() {
		return AnthropicReaders.PROVIDER;
	}

}

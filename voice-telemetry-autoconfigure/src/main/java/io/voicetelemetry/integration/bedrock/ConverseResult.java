package io.voicetelemetry.integration.bedrock;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTrace;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/**
 * What an answer of the Converse API tells.
 *
 * @param response the answer
 */
record ConverseResult(ConverseResponse response) implements LlmResult {

	/** What the SDK says for an id that the response did not have. */
	private static final String UNKNOWN_ID = "UNKNOWN";

	@Override
	public @Nullable String text() {
		StringBuilder text = new StringBuilder();
		for (ContentBlock block : content()) {
			String piece = block.text();
			if (piece != null) {
				text.append(piece);
			}
		}
		return text.isEmpty() ? null : text.toString();
	}

	@Override
	public List<ToolRequest> requestedTools() {
		List<ToolRequest> requests = new ArrayList<>();
		for (ContentBlock block : content()) {
			ToolUseBlock tool = block.toolUse();
			if (tool != null) {
				requests.add(new ToolRequest(tool.toolUseId(), tool.name(), DocumentJson.of(tool.input())));
			}
		}
		return requests;
	}

	private List<ContentBlock> content() {
		ConverseOutput output = this.response.output();
		Message message = (output != null) ? output.message() : null;
		return (message != null) ? message.content() : List.of();
	}

	@Override
	public @Nullable String responseModel() {
		ConverseTrace trace = this.response.trace();
		return (trace != null) ? BedrockFields.model(trace.promptRouter()) : null;
	}

	@Override
	public @Nullable String responseId() {
		AwsResponseMetadata metadata = this.response.responseMetadata();
		String id = (metadata != null) ? metadata.requestId() : null;
		return UNKNOWN_ID.equals(id) ? null : id;
	}

	@Override
	public List<String> finishReasons() {
		return BedrockFields.reasons(this.response.stopReasonAsString());
	}

	@Override
	public @Nullable TokenUsage usage() {
		return BedrockFields.tokens(this.response.usage());
	}

	@Override
	public String provider() {
		return BedrockReaders.PROVIDER;
	}

}

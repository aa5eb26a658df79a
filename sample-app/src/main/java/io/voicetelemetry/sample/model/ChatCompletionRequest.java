package io.voicetelemetry.sample.model;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The part of OpenAI's request that matters here.
 *
 * @param model name of the model
 * @param messages the conversation
 * @param tools the tools that may be called
 * @param stream whether to stream the answer
 * @param streamOptions how to stream it
 */
@JsonNaming(SnakeCaseStrategy.class)
record ChatCompletionRequest(@Nullable String model, @Nullable List<Message> messages, @Nullable List<JsonNode> tools,
		@Nullable Boolean stream, @Nullable StreamOptions streamOptions) {

	boolean streamed() {
		return Boolean.TRUE.equals(this.stream);
	}

	boolean usageWanted() {
		return this.streamOptions != null && Boolean.TRUE.equals(this.streamOptions.includeUsage());
	}

	boolean offers(String tool) {
		return this.tools != null
				&& this.tools.stream().anyMatch((node) -> tool.equals(node.at("/function/name").asString("")));
	}

	/**
	 * How to stream.
	 *
	 * @param includeUsage whether to send a last chunk with the tokens used
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record StreamOptions(@Nullable Boolean includeUsage) {

	}

	/**
	 * A message of the conversation.
	 *
	 * @param role whose it is
	 * @param content a text or an array of parts
	 * @param toolCalls the tools the model called
	 * @param toolCallId the call this is the result of
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record Message(String role, @Nullable JsonNode content, @Nullable List<JsonNode> toolCalls,
			@Nullable String toolCallId) {

		boolean from(String wantedRole) {
			return wantedRole.equals(this.role);
		}

		String text() {
			if (this.content == null || this.content.isNull()) {
				return "";
			}
			if (!this.content.isArray()) {
				return this.content.asString("");
			}
			StringBuilder text = new StringBuilder();
			this.content.forEach((part) -> text.append(part.path("text").asString("")));
			return text.toString();
		}

	}

}

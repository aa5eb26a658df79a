package io.voicetelemetry.sample.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * OpenAI's answer: as a whole, or as one chunk of a stream.
 *
 * @param id the answer's id, the same in all its chunks
 * @param object {@code chat.completion} or {@code chat.completion.chunk}
 * @param created seconds since the epoch
 * @param model name of the model
 * @param choices the answer, empty in the chunk that carries the usage
 * @param usage the tokens used
 */
record ChatCompletion(String id, String object, long created, String model, List<Choice> choices,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage usage) {

	/**
	 * The one choice there is.
	 *
	 * @param index always 0
	 * @param message the answer, when it comes as a whole
	 * @param delta the next piece of it, when it is streamed
	 * @param finishReason why it ended, {@code null} before
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record Choice(int index, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Message message,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Message delta, @Nullable String finishReason) {

	}

	/**
	 * A message or a piece of it.
	 *
	 * @param role {@code assistant}
	 * @param content the text
	 * @param toolCalls the tools to call
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Message(@Nullable String role, @Nullable String content, @Nullable List<ToolCall> toolCalls) {

	}

	/**
	 * A tool call or a piece of it.
	 *
	 * @param index its position, in a stream
	 * @param id its id
	 * @param type {@code function}
	 * @param function what to call
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ToolCall(@Nullable Integer index, @Nullable String id, @Nullable String type, Function function) {

	}

	/**
	 * A function to call.
	 *
	 * @param name its name
	 * @param arguments JSON, or a piece of it
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Function(@Nullable String name, String arguments) {

	}

	/**
	 * The tokens used.
	 *
	 * @param promptTokens in the request
	 * @param completionTokens in the answer
	 * @param totalTokens in both
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record Usage(int promptTokens, int completionTokens, int totalTokens) {

		static Usage of(int promptTokens, int completionTokens) {
			return new Usage(promptTokens, completionTokens, promptTokens + completionTokens);
		}

	}

}

package io.voicetelemetry.dialect;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message to or from a model.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param text what is said, or what a tool answered; {@code null} if there is no text
 * @param name the name of who speaks, or of the tool; {@code null} if it is not known
 * @param toolCalls the functions that the model asks for
 * @param toolCallId of what a tool answered, the call that it answers
 */
record ModelMessage(String role, @Nullable String text, @Nullable String name, List<ToolCall> toolCalls,
		@Nullable String toolCallId) {

	static final String SYSTEM = "system";

	static final String USER = "user";

	static final String TOOL = "tool";

	/**
	 * Whether it is what a tool answered.
	 */
	boolean isToolResponse() {
		return this.toolCallId != null || TOOL.equals(this.role);
	}

	/**
	 * A function that the model asks for.
	 *
	 * @param id the model's id of the call
	 * @param name the function
	 * @param arguments what to call it with, as JSON
	 */
	record ToolCall(@Nullable String id, @Nullable String name, @Nullable String arguments) {
	}

}

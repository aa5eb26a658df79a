package io.voicetelemetry.session;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function that the model asked for.
 *
 * @since 0.1
 */
public interface ToolCall extends VoiceSpan {

	/**
	 * The tool call in which this thread runs.
	 * @return the tool call, or one that does nothing if there is none
	 */
	static ToolCall current() {
		return VoiceContext.nearest(Context.current(), ToolCall.class, NoopHandles.TOOL_CALL);
	}

	/**
	 * Says which call of the model's this answers.
	 * @param callId the model's id of the call
	 * @return this
	 */
	ToolCall callId(@Nullable String callId);

	/**
	 * Says what the model called the tool with.
	 * @param json the arguments as JSON: content
	 * @return this
	 */
	ToolCall arguments(@Nullable String json);

	/**
	 * Says what the model called the tool with.
	 * @param names the names of the arguments
	 * @param values the arguments, one for each name: content
	 * @return this
	 */
	ToolCall arguments(String @Nullable [] names, @Nullable Object @Nullable [] values);

	/**
	 * Says what the tool answered.
	 * @param text the result: content
	 * @return this
	 */
	ToolCall result(@Nullable String text);

}

package io.voicetelemetry.sample.model;

import org.jspecify.annotations.Nullable;

/**
 * What the rules decided: a text, or a tool to call.
 *
 * @param text the text, or the tool's arguments as JSON
 * @param tool name of the tool, absent for a text
 */
record Answer(String text, @Nullable String tool) {

	static Answer say(String text) {
		return new Answer(text, null);
	}

	static Answer call(String tool, String arguments) {
		return new Answer(arguments, tool);
	}

	String finishReason() {
		return (this.tool != null) ? "tool_calls" : "stop";
	}

}

package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

final class ToolCallHandle extends SpanHandle implements ToolCall {

	private static final String FUNCTION = "function";

	ToolCallHandle(SpanStart start) {
		super(start);
		put(TelemetryAttributes.TOOL_TYPE, FUNCTION);
	}

	static ToolCall named(SpanHandle call, @Nullable String name) {
		call.put(TelemetryAttributes.TOOL_NAME, name);
		return (ToolCall) call;
	}

	@Override
	public ToolCall callId(@Nullable String callId) {
		set(TelemetryAttributes.TOOL_CALL_ID, callId);
		return this;
	}

	@Override
	public ToolCall arguments(@Nullable String json) {
		set(TelemetryAttributes.TOOL_CALL_ARGUMENTS, json);
		return this;
	}

	@Override
	public ToolCall result(@Nullable String text) {
		set(TelemetryAttributes.TOOL_CALL_RESULT, text);
		return this;
	}

}

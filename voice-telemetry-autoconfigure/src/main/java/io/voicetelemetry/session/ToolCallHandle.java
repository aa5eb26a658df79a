package io.voicetelemetry.session;

import io.voicetelemetry.content.MessageJson;
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
	public ToolCall arguments(String @Nullable [] names, @Nullable Object @Nullable [] values) {
		if (names == null || values == null || names.length != values.length) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (capturesContent() && accepts()) {
			@Nullable Object[] limited = new @Nullable Object[values.length];
			for (int i = 0; i < values.length; i++) {
				limited[i] = limited(values[i]);
			}
			putLimited(TelemetryAttributes.TOOL_CALL_ARGUMENTS, MessageJson.object(names, limited));
		}
		return this;
	}

	/**
	 * An argument that JSON has no word for as text, no longer than it may be: to cut the
	 * JSON would break it.
	 */
	private @Nullable Object limited(@Nullable Object value) {
		try {
			return (value == null || value instanceof Number || value instanceof Boolean) ? value
					: this.recorder.content().limit(String.valueOf(value));
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.USER_CODE_FAILED, "An argument of a tool", ex);
			return null;
		}
	}

	@Override
	public ToolCall result(@Nullable String text) {
		set(TelemetryAttributes.TOOL_CALL_RESULT, text);
		return this;
	}

}

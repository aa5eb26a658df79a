package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.content.ValueText;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;

final class ToolCallHandle extends MeasuredHandle implements ToolCall {

	private static final String FUNCTION = "function";

	private static final UserCodeFence ARGUMENT = UserCodeFence.untimed("The text of an argument of a tool");

	private final AnswerSteps steps = AnswerSteps.of(reply());

	private volatile @Nullable String name;

	/** Whether the next annotated method is to be this call. */
	private volatile boolean joinable;

	private volatile boolean joined;

	ToolCallHandle(SpanStart start) {
		super(start);
		put(TelemetryAttributes.TOOL_TYPE, FUNCTION);
	}

	static ToolCall named(SpanHandle call, @Nullable String name) {
		call.set(TelemetryAttributes.TOOL_NAME, name);
		return (ToolCall) call;
	}

	@Override
	void begun() {
		this.steps.begin(LatencyPart.Kind.TOOL, this.startNanos);
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		super.noted(attribute, value);
		if (attribute == TelemetryAttributes.TOOL_NAME) {
			this.name = NAME.limit((String) value);
		}
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		this.steps.over(endNanos);
		return List.of(new ToolMetrics(origin, this.name, secondsUntil(endNanos)));
	}

	@Override
	public ToolCall callId(@Nullable String callId) {
		set(TelemetryAttributes.TOOL_CALL_ID, callId);
		return this;
	}

	/**
	 * Lets an annotated method be this call.
	 */
	void allowJoin() {
		this.joinable = true;
	}

	/**
	 * Whether a method is this call, which is one alone.
	 */
	synchronized boolean join() {
		boolean joins = this.joinable && isOpen();
		this.joinable = false;
		this.joined |= joins;
		return joins;
	}

	/**
	 * Whether an annotated method was this call.
	 */
	boolean isJoined() {
		return this.joined;
	}

	@Override
	public ToolCall arguments(@Nullable String json) {
		setJson(TelemetryAttributes.TOOL_CALL_ARGUMENTS, json);
		return this;
	}

	@Override
	public ToolCall arguments(String @Nullable [] names, @Nullable Object @Nullable [] values) {
		if (names == null || values == null || names.length != values.length) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (capturesContent() && accepts()) {
			@Nullable Object[] captured = new @Nullable Object[values.length];
			int most = Math.min(this.recorder.content().maxLength(),
					content().roomFor(TelemetryAttributes.TOOL_CALL_ARGUMENTS));
			int room = most;
			for (int i = 0; i < values.length; i++) {
				Object value = (room > 0) ? captured(values[i], room) : null;
				captured[i] = value;
				room -= (value instanceof String text) ? text.length() : 0;
			}
			content().put(TelemetryAttributes.TOOL_CALL_ARGUMENTS, MessageJson.object(names, captured));
			content().taken(TelemetryAttributes.TOOL_CALL_ARGUMENTS, most - room);
		}
		return this;
	}

	/**
	 * An argument that JSON has no word for as text, no longer than it may be: to cut the
	 * JSON would break it. Those for which no room is left are null.
	 */
	private @Nullable Object captured(@Nullable Object value, int room) {
		ContentPolicy content = this.recorder.content();
		if (value == null) {
			return null;
		}
		if (value instanceof String text) {
			return content.capture(text, text.length(), room);
		}
		return ARGUMENT.call(() -> {
			boolean json = value instanceof Number || value instanceof Boolean;
			// A number may be the one of a card.
			if (json && content.captures(value)) {
				return value;
			}
			String text = ValueText.of(value);
			return (text != null) ? content.capture(text, text.length(), room) : null;
		}, this.recorder.refusals());
	}

	@Override
	public ToolCall result(@Nullable String text) {
		setJson(TelemetryAttributes.TOOL_CALL_RESULT, text);
		return this;
	}

}

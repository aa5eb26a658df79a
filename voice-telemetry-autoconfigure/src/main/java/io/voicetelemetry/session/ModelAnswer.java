package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.content.ChatMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, until its request ends: text, the tools it asks for, and why it
 * stopped make up one message. There is nothing in it where content is not captured.
 */
final class ModelAnswer {

	/** What the conventions say of an answer that calls tools. */
	private static final String TOOL_CALL = "tool_call";

	private final ContentRecording span;

	private @Nullable TranscriptText text;

	private List<ChatMessage.ToolRequest> toolCalls = List.of();

	private @Nullable String finishReason;

	ModelAnswer(ContentRecording span) {
		this.span = span;
	}

	/**
	 * Told the whole text, in place of what was told before.
	 */
	synchronized void text(String text) {
		this.text = null;
		if (!text.isEmpty()) {
			append(text);
		}
	}

	/**
	 * Told more of the text.
	 */
	synchronized void append(String text) {
		TranscriptText all = this.text;
		if (all == null) {
			all = new TranscriptText("", this.span.recorder.content());
			this.text = all;
		}
		all.append(text);
	}

	/**
	 * Told which tools the model asks for.
	 */
	void toolCalls(@Nullable List<ChatMessage.ToolRequest> toolCalls) {
		if (toolCalls != null && this.span.capturesContent() && this.span.accepts()) {
			List<ChatMessage.ToolRequest> copy = ListValue.copyOf(toolCalls, ChatMessage.ToolRequest.class,
					this.span.recorder);
			List<ChatMessage.ToolRequest> recordable = DiscreetTools.requests(copy);
			synchronized (this) {
				this.toolCalls = recordable;
			}
		}
	}

	/**
	 * Told an attribute of the span, which may be why the model stopped: for each choice,
	 * of which the first is written.
	 */
	void noted(TelemetryAttribute<?> attribute, Object value) {
		if (attribute == TelemetryAttributes.RESPONSE_FINISH_REASONS && this.span.capturesContent()) {
			finishReasons((Iterable<?>) value);
		}
	}

	private synchronized void finishReasons(Iterable<?> reasons) {
		List<String> texts = ListValue.copyOf(reasons, String.class, this.span.recorder);
		this.finishReason = texts.isEmpty() ? null : SpanRecording.NAME.limit(texts.get(0));
	}

	/**
	 * Told that the model is asked once more.
	 */
	synchronized void startAgain() {
		this.text = null;
		this.toolCalls = List.of();
		this.finishReason = null;
	}

	/**
	 * The text, or {@code null} if there is none.
	 */
	synchronized @Nullable TranscriptText text() {
		return this.text;
	}

	/**
	 * Puts the answer on the span, if there is one.
	 */
	void put() {
		TranscriptText.Beginning text;
		List<ChatMessage.ToolRequest> toolCalls;
		String reason;
		synchronized (this) {
			text = (this.text != null) ? this.text.beginning() : null;
			toolCalls = this.toolCalls;
			reason = (this.finishReason == null && !toolCalls.isEmpty()) ? TOOL_CALL : this.finishReason;
		}
		if ((text != null || !toolCalls.isEmpty()) && this.span.capturesContent()) {
			String beginning = (text != null) ? text.text() : null;
			long length = (text != null) ? text.length() : 0;
			this.span.content()
				.put(TelemetryAttributes.OUTPUT_MESSAGES,
						(writer) -> writer.answer(beginning, length, toolCalls, reason));
		}
	}

}

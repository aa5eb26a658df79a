package io.voicetelemetry.session;

import java.util.function.Function;

import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.content.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a stage, on its way to the span: redacted, cut, and no more of it than
 * there is room for. There is none where content is not captured.
 */
final class SpanContent {

	private final ContentRecording span;

	private final ContentPolicy policy;

	private final ContentRoom room;

	SpanContent(ContentRecording span) {
		this.span = span;
		this.policy = span.recorder.content();
		this.room = new ContentRoom(this.policy.maxSpanLength());
	}

	/**
	 * How many {@code char}s a new value of an attribute may have.
	 */
	int roomFor(TelemetryAttribute<?> attribute) {
		return this.room.of(attribute);
	}

	/**
	 * What of a text may be recorded as the value of an attribute.
	 */
	@Nullable String capture(TelemetryAttribute<?> attribute, String text) {
		return counted(attribute, this.policy.capture(text, text.length(), roomFor(attribute)));
	}

	/**
	 * What of a text that came in parts may be recorded as the value of an attribute.
	 */
	@Nullable String capture(TelemetryAttribute<?> attribute, TranscriptText text) {
		return counted(attribute, text.captured(roomFor(attribute)));
	}

	/**
	 * Puts a message on the span.
	 */
	void putMessage(TelemetryAttribute<String> attribute, String role, String text) {
		putCapturedMessage(attribute, role, capture(attribute, text));
	}

	/**
	 * Puts a message on the span whose text came in parts.
	 */
	void putMessage(TelemetryAttribute<String> attribute, String role, TranscriptText text) {
		putCapturedMessage(attribute, role, capture(attribute, text));
	}

	private void putCapturedMessage(TelemetryAttribute<String> attribute, String role, @Nullable String captured) {
		if (captured != null) {
			put(attribute, MessageJson.message(role, captured));
		}
	}

	/**
	 * Whether an attribute has a value already: the application knows better than what is
	 * worked out here.
	 */
	boolean has(TelemetryAttribute<?> attribute) {
		return this.room.has(attribute);
	}

	/**
	 * Puts a message on the span unless the application has said what it is.
	 */
	void putMessageIfAbsent(TelemetryAttribute<String> attribute, String role, @Nullable TranscriptText text) {
		if (text != null && !has(attribute)) {
			putMessage(attribute, role, text);
		}
	}

	/**
	 * Puts a text on the span that came in parts.
	 */
	void put(TelemetryAttribute<String> attribute, TranscriptText text) {
		put(attribute, capture(attribute, text));
	}

	/**
	 * Puts a text on the span that is JSON of the application's.
	 */
	void putJson(TelemetryAttribute<String> attribute, String json) {
		put(attribute, counted(attribute, this.policy.captureJson(json, roomFor(attribute))));
	}

	/**
	 * Puts content on the span that is written as JSON.
	 */
	void put(TelemetryAttribute<String> attribute, Function<MessageWriter, String> json) {
		MessageWriter writer = new MessageWriter(this.policy, roomFor(attribute));
		put(attribute, json.apply(writer));
		taken(attribute, writer.used());
	}

	/**
	 * Puts content on the span that was captured, which to cut or redact once more would
	 * break.
	 */
	void put(TelemetryAttribute<String> attribute, @Nullable String captured) {
		if (captured != null && this.span.capturesContent()) {
			this.span.span.setAttribute(attribute.key(), captured);
		}
	}

	/**
	 * Told how many {@code char}s the new value of an attribute has.
	 */
	void taken(TelemetryAttribute<?> attribute, int length) {
		this.room.taken(attribute, length);
	}

	private @Nullable String counted(TelemetryAttribute<?> attribute, @Nullable String captured) {
		if (captured != null) {
			taken(attribute, captured.length());
		}
		return captured;
	}

}

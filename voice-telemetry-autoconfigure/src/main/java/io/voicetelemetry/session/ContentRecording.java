package io.voicetelemetry.session;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.content.ChatMessage;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was said is recorded on the span of a handle, and the messages that are.
 */
abstract class ContentRecording implements VoiceSpan {

	private static final AtomicReferenceFieldUpdater<ContentRecording, @Nullable SpanContent> CONTENT = AtomicReferenceFieldUpdater
		.newUpdater(ContentRecording.class, SpanContent.class, "content");

	final Recorder recorder;

	final Span span;

	/**
	 * Whether the span records, read once: OpenTelemetry takes a lock to tell.
	 */
	private final boolean recording;

	private volatile boolean contentSuppressed;

	private volatile @Nullable SpanContent content;

	ContentRecording(Recorder recorder, Span span) {
		this.recorder = recorder;
		this.span = span;
		this.recording = span.isRecording();
	}

	/**
	 * Whether something may still be recorded here; if not, that is counted.
	 */
	abstract boolean accepts();

	/**
	 * Whether there may be one more attribute; if not, that is counted.
	 */
	abstract boolean admits(TelemetryAttribute<?> attribute);

	final void refuse(RefusalReason reason) {
		this.recorder.refusals().count(reason);
	}

	@Override
	public final boolean isRecording() {
		return this.recording;
	}

	@Override
	public final boolean capturesContent() {
		return this.recording && this.recorder.content().captures() && !isContentSuppressed();
	}

	@Override
	public final VoiceSpan suppressContent() {
		this.contentSuppressed = true;
		SuppressedSpans.add(this);
		contentSuppressed();
		return this;
	}

	/**
	 * Told that what was said here and not yet recorded is not to be.
	 */
	void contentSuppressed() {
	}

	/**
	 * Whether it was said here that no content is to be recorded.
	 */
	final boolean suppressesContent() {
		return this.contentSuppressed;
	}

	/**
	 * Whether it was said, here or above, that no content is to be recorded.
	 */
	abstract boolean isContentSuppressed();

	@Override
	public final VoiceSpan setMessage(@Nullable TelemetryAttribute<String> attribute, @Nullable String role,
			@Nullable String text) {
		if (attribute == null || role == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (text != null && isAdmitted(attribute)) {
			content().putMessage(attribute, role, text);
			saidInMessage(attribute, text);
		}
		return this;
	}

	/**
	 * Told what a message says that was recorded.
	 */
	void saidInMessage(TelemetryAttribute<String> attribute, String text) {
	}

	@Override
	public final VoiceSpan setMessages(@Nullable TelemetryAttribute<String> attribute,
			@Nullable List<ChatMessage> messages) {
		if (attribute == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (messages != null && isAdmitted(attribute)) {
			List<ChatMessage> copy = ListValue.copyOf(messages, ChatMessage.class, this.recorder);
			if (!copy.isEmpty()) {
				List<ChatMessage> recordable = DiscreetTools.messages(copy);
				content().put(attribute, (writer) -> writer.messages(recordable));
			}
		}
		return this;
	}

	/**
	 * Puts a text that is JSON of the application's on the span.
	 */
	final void setJson(TelemetryAttribute<String> attribute, @Nullable String json) {
		if (json != null && capturesContent() && accepts()) {
			content().putJson(attribute, json);
		}
	}

	/**
	 * Puts a text on the span that came in parts, if it may be recorded.
	 */
	final void putText(TelemetryAttribute<String> attribute, TranscriptText text) {
		if (capturesContent()) {
			content().put(attribute, text);
		}
	}

	/**
	 * What was said here, where it may be recorded.
	 */
	final SpanContent content() {
		SpanContent content = this.content;
		if (content == null) {
			CONTENT.compareAndSet(this, null, new SpanContent(this));
			content = Objects.requireNonNull(this.content);
		}
		return content;
	}

	private boolean isAdmitted(TelemetryAttribute<?> attribute) {
		return attribute.isContent() && capturesContent() && accepts() && (attribute.isListed() || admits(attribute));
	}

}

package io.voicetelemetry.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.MessageJson;
import org.jspecify.annotations.Nullable;

/**
 * What is written on the span of a handle: attributes and events, each checked for what
 * it may reveal, for its size and for making sense.
 */
abstract class SpanRecording implements VoiceSpan {

	/**
	 * How long a text is that is not content. What the application allows for content is
	 * nothing to cut a name or the class of an error by.
	 */
	static final ContentPolicy SAFE_TEXT = ContentPolicy.none();

	/**
	 * How many events an application may add to one span. OpenTelemetry keeps the first
	 * 128 of a span and drops the rest in silence: without this bound, the exception,
	 * which comes last, would be what is lost.
	 */
	static final int MAX_APPLICATION_EVENTS = 64;

	private static final int MAX_EVENTS = 120;

	private static final AtomicReferenceFieldUpdater<SpanRecording, @Nullable ApplicationAttributes> APPLICATION_ATTRIBUTES = AtomicReferenceFieldUpdater
		.newUpdater(SpanRecording.class, ApplicationAttributes.class, "applicationAttributes");

	private static final AtomicIntegerFieldUpdater<SpanRecording> EVENTS = AtomicIntegerFieldUpdater
		.newUpdater(SpanRecording.class, "events");

	private static final AtomicIntegerFieldUpdater<SpanRecording> APPLICATION_EVENTS = AtomicIntegerFieldUpdater
		.newUpdater(SpanRecording.class, "applicationEvents");

	final Recorder recorder;

	final Span span;

	/**
	 * Whether the span records, read once: OpenTelemetry takes a lock to tell.
	 */
	private final boolean recording;

	private volatile boolean contentSuppressed;

	private volatile @Nullable ApplicationAttributes applicationAttributes;

	private volatile int events;

	private volatile int applicationEvents;

	SpanRecording(Recorder recorder, Span span) {
		this.recorder = recorder;
		this.span = span;
		this.recording = span.isRecording();
	}

	/**
	 * Whether something may still be recorded here; if not, that is counted.
	 */
	abstract boolean accepts();

	/**
	 * The time on the clock of this span.
	 */
	abstract long nowNanos();

	final void refuse(RefusalReason reason) {
		this.recorder.refusals().count(reason);
	}

	@Override
	public final boolean isRecording() {
		return this.recording;
	}

	@Override
	public final boolean capturesContent() {
		return this.recording && !this.contentSuppressed && this.recorder.content().captures();
	}

	@Override
	public final VoiceSpan suppressContent() {
		this.contentSuppressed = true;
		return this;
	}

	final boolean isContentSuppressed() {
		return this.contentSuppressed;
	}

	@Override
	public final <T> VoiceSpan set(@Nullable TelemetryAttribute<T> attribute, @Nullable T value) {
		if (attribute == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (attribute.isOfLifecycle()) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else if (value != null && accepts()) {
			noted(attribute, value);
			if (this.recording && (attribute.isListed() || admits(attribute.key().getKey()))) {
				put(attribute, value);
			}
		}
		return this;
	}

	/**
	 * Told what the application says about this, recorded or not.
	 */
	void noted(TelemetryAttribute<?> attribute, Object value) {
	}

	@Override
	public final VoiceSpan setMessage(@Nullable TelemetryAttribute<String> attribute, @Nullable String role,
			@Nullable String text) {
		if (attribute == null || role == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (text != null && attribute.isContent() && capturesContent() && accepts()) {
			String captured = this.recorder.content().capture(text);
			if (captured != null) {
				putCaptured(attribute, MessageJson.message(role, captured));
			}
		}
		return this;
	}

	private boolean admits(String key) {
		if (this.applicationAttributes == null) {
			APPLICATION_ATTRIBUTES.compareAndSet(this, null, new ApplicationAttributes());
		}
		ApplicationAttributes attributes = this.applicationAttributes;
		if (attributes != null && attributes.admit(key)) {
			return true;
		}
		refuse(RefusalReason.ATTRIBUTE_LIMIT);
		return false;
	}

	/**
	 * Puts an attribute on the span, without asking whether it still may.
	 */
	@SuppressWarnings("unchecked") // A String value has an AttributeKey<String>.
	final <T> void put(TelemetryAttribute<T> attribute, @Nullable T value) {
		if (value == null || !this.recording || (attribute.isContent() && !capturesContent())) {
			return;
		}
		if (value instanceof String text) {
			String kept = attribute.isContent() ? this.recorder.content().capture(text) : SAFE_TEXT.limit(text);
			if (kept != null) {
				this.span.setAttribute((AttributeKey<String>) attribute.key(), kept);
			}
		}
		else if (value instanceof Number number && isSenseless(attribute, number.doubleValue())) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else if (value instanceof Iterable<?> values) {
			T checked = (T) ListValue.of(attribute, values, this.recorder);
			if (checked != null) {
				this.span.setAttribute(attribute.key(), checked);
			}
		}
		else if (!attribute.isContent() || this.recorder.content().captures(value)) {
			this.span.setAttribute(attribute.key(), value);
		}
	}

	/**
	 * Whether a number is no value: of what this project's table has, nothing is
	 * negative.
	 */
	private static boolean isSenseless(TelemetryAttribute<?> attribute, double number) {
		return !Double.isFinite(number) || (number < 0 && attribute.isListed());
	}

	/**
	 * Puts content on the span that was captured before it was made part of JSON, say,
	 * which to cut or redact would break.
	 */
	final void putCaptured(TelemetryAttribute<String> attribute, @Nullable String text) {
		if (text != null && capturesContent()) {
			this.span.setAttribute(attribute.key(), text);
		}
	}

	/**
	 * Puts a number that cannot be negative on the span.
	 */
	final void putCount(TelemetryAttribute<Long> attribute, long value) {
		if (value < 0) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else if (this.recording) {
			this.span.setAttribute(attribute.key(), value);
		}
	}

	/**
	 * Puts a time on the span; one that makes no sense is left out.
	 */
	final void putSeconds(TelemetryAttribute<Double> attribute, double seconds) {
		if (!(seconds >= 0) || Double.isInfinite(seconds)) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else {
			put(attribute, seconds);
		}
	}

	/**
	 * Puts a share or probability on the span.
	 */
	final void putRatio(TelemetryAttribute<Double> attribute, double ratio) {
		if (ratio >= 0 && ratio <= 1) {
			put(attribute, ratio);
		}
		else {
			refuse(RefusalReason.INVALID_VALUE);
		}
	}

	/**
	 * A length of time in seconds, however long.
	 */
	static double toSeconds(Duration duration) {
		return duration.getSeconds() + duration.getNano() / 1e9;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, @Nullable String value) {
		String accepted = keyOf(key);
		return (accepted != null) ? setOwn(ApplicationAttributes.ofString(accepted), value) : this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, long value) {
		String accepted = keyOf(key);
		return (accepted != null) ? setOwn(ApplicationAttributes.ofLong(accepted), value) : this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, double value) {
		String accepted = keyOf(key);
		return (accepted != null) ? setOwn(ApplicationAttributes.ofDouble(accepted), value) : this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, boolean value) {
		String accepted = keyOf(key);
		return (accepted != null) ? setOwn(ApplicationAttributes.ofBoolean(accepted), value) : this;
	}

	@Override
	public final VoiceSpan setContent(@Nullable String key, @Nullable String text) {
		String accepted = keyOf(key);
		return (accepted != null && capturesContent()) ? setOwn(ApplicationAttributes.ofContent(accepted), text) : this;
	}

	private <T> VoiceSpan setOwn(@Nullable TelemetryAttribute<T> attribute, @Nullable T value) {
		if (attribute != null) {
			return set(attribute, value);
		}
		// The same key with two types would be exported twice.
		refuse(RefusalReason.INVALID_VALUE);
		return this;
	}

	private @Nullable String keyOf(@Nullable String key) {
		if (key != null && !key.isBlank()) {
			return key;
		}
		refuse(RefusalReason.NULL_ARGUMENT);
		return null;
	}

	@Override
	public final VoiceSpan addEvent(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts() && this.recording) {
			if (this.applicationEvents < MAX_APPLICATION_EVENTS
					&& APPLICATION_EVENTS.getAndIncrement(this) < MAX_APPLICATION_EVENTS) {
				event(SAFE_TEXT.limit(name), Attributes.empty(), nowNanos());
			}
			else {
				refuse(RefusalReason.EVENT_LIMIT);
			}
		}
		return this;
	}

	/**
	 * Adds an event, as long as there is room for it and for the exception.
	 * @return whether there was
	 */
	final boolean event(String name, Attributes attributes, long atNanos) {
		if (this.events >= MAX_EVENTS || EVENTS.getAndIncrement(this) >= MAX_EVENTS) {
			refuse(RefusalReason.EVENT_LIMIT);
			return false;
		}
		this.span.addEvent(name, attributes, atNanos, TimeUnit.NANOSECONDS);
		return true;
	}

}

package io.voicetelemetry.session;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdKeys;
import org.jspecify.annotations.Nullable;

/**
 * What is written on the span of a handle: attributes and events, each checked for what
 * it may reveal, for its size and for making sense.
 */
abstract class SpanRecording extends ContentRecording {

	/**
	 * How long a text is that is not content. What the application allows for content is
	 * nothing to cut a name or the class of an error by.
	 */
	static final ContentPolicy SAFE_TEXT = ContentPolicy.none();

	/**
	 * How long a name is: of a span, an event, a model, a tool. Names stay in memory for
	 * as long as their call lasts.
	 */
	static final ContentPolicy NAME = ContentPolicy.of(ContentCapture.NONE, 1024);

	private static final AtomicReferenceFieldUpdater<SpanRecording, @Nullable ApplicationAttributes> APPLICATION_ATTRIBUTES = AtomicReferenceFieldUpdater
		.newUpdater(SpanRecording.class, ApplicationAttributes.class, "applicationAttributes");

	private static final AtomicReferenceFieldUpdater<SpanRecording, @Nullable SpanEvents> EVENTS = AtomicReferenceFieldUpdater
		.newUpdater(SpanRecording.class, SpanEvents.class, "events");

	private volatile @Nullable ApplicationAttributes applicationAttributes;

	private volatile @Nullable SpanEvents events;

	private int listedAttributes;

	SpanRecording(Recorder recorder, Span span) {
		super(recorder, span);
	}

	/**
	 * The time on the clock of this span.
	 */
	abstract long nowNanos();

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
			if (isRecording() && admits(attribute)) {
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
	final boolean admits(TelemetryAttribute<?> attribute) {
		if (attribute.isListed() && this.listedAttributes < ApplicationAttributes.MAX_LISTED) {
			// Two threads may both be the last.
			this.listedAttributes++;
			return true;
		}
		if (this.applicationAttributes == null) {
			APPLICATION_ATTRIBUTES.compareAndSet(this, null, new ApplicationAttributes());
		}
		ApplicationAttributes attributes = this.applicationAttributes;
		if (attributes != null
				&& attributes.admit(attribute.key().getKey(), this.recorder.maxApplicationAttributes())) {
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
		if (value == null || !isRecording() || (attribute.isContent() && !capturesContent())) {
			return;
		}
		if (value instanceof String text) {
			String kept = attribute.isContent() ? content().capture(attribute, text) : safe(attribute, text);
			if (kept != null) {
				this.span.setAttribute((AttributeKey<String>) attribute.key(), kept);
			}
		}
		else if (value instanceof Number number && !Numbers.isValue(attribute, number)) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else if (value instanceof Iterable<?> values) {
			T checked = (T) ListValue.of(attribute, values, limits(attribute), this);
			if (checked != null) {
				this.span.setAttribute(attribute.key(), checked);
			}
		}
		else if (isUserId(attribute)) {
			this.span.setAttribute(attribute.key().getKey(), safe(attribute, String.valueOf(value)));
		}
		else if (!attribute.isContent() || this.recorder.content().captures(value)) {
			this.span.setAttribute(attribute.key(), value);
		}
	}

	/**
	 * Puts a text on the span that is one of ours: short, and nobody's secret.
	 */
	final void putOwn(TelemetryAttribute<String> attribute, String text) {
		if (isRecording()) {
			this.span.setAttribute(attribute.key(), text);
		}
	}

	private String safe(TelemetryAttribute<?> attribute, String text) {
		String limited = limits(attribute).limit(text);
		return isUserId(attribute) ? this.recorder.content().userId(limited) : limited;
	}

	/**
	 * Whether it is the id of a user, and they have pseudonyms.
	 */
	private boolean isUserId(TelemetryAttribute<?> attribute) {
		return this.recorder.content().hasPseudonyms() && UserIdKeys.ALL.contains(attribute.key().getKey());
	}

	/**
	 * How long a text is that is no content: what the table has is a name or an id.
	 */
	private static ContentPolicy limits(TelemetryAttribute<?> attribute) {
		return attribute.isListed() ? NAME : SAFE_TEXT;
	}

	/**
	 * Puts a number that cannot be negative on the span.
	 */
	final void putCount(TelemetryAttribute<Long> attribute, long value) {
		if (value < 0) {
			refuse(RefusalReason.INVALID_VALUE);
		}
		else if (isRecording()) {
			this.span.setAttribute(attribute.key(), value);
		}
	}

	/**
	 * Puts a time on the span; one that makes no sense is left out.
	 */
	final void putSeconds(TelemetryAttribute<Double> attribute, double seconds) {
		put(attribute, seconds);
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
		else if (accepts() && isRecording()) {
			events().addOfApplication(NAME.limit(name), nowNanos());
		}
		return this;
	}

	/**
	 * Adds an event of ours.
	 */
	final void event(String name, Attributes attributes, long atNanos) {
		if (isRecording()) {
			events().add(name, attributes, atNanos);
		}
	}

	private SpanEvents events() {
		SpanEvents events = this.events;
		if (events == null) {
			EVENTS.compareAndSet(this, null, new SpanEvents(this));
			events = Objects.requireNonNull(this.events);
		}
		return events;
	}

	/**
	 * Writes the events that were held back, before the span ends.
	 */
	final void closeEvents() {
		SpanEvents events = this.events;
		if (events != null) {
			events.close();
		}
	}

}

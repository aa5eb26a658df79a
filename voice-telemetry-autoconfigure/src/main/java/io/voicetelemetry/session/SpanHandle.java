package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What all handles have in common: the span, its place in the tree, and that it ends
 * once.
 */
abstract class SpanHandle implements VoiceSpan {

	/**
	 * How many attributes an application may add to one span. OpenTelemetry keeps the
	 * first 128 of a span and drops the rest in silence: without this bound, usage and
	 * outcome, which come last, would be what is lost.
	 */
	static final int MAX_APPLICATION_ATTRIBUTES = 64;

	final Recorder recorder;

	final Stage stage;

	final @Nullable SpanHandle parent;

	final @Nullable SessionHandle session;

	final Span span;

	final long startNanos;

	private final HandleContext context;

	private final SpanLifecycle lifecycle;

	/**
	 * Whether the span records, read once: OpenTelemetry takes a lock to tell.
	 */
	private final boolean recording;

	private volatile boolean contentSuppressed;

	private int applicationAttributes;

	SpanHandle(SpanStart start) {
		this.recorder = start.recorder();
		this.stage = start.stage();
		this.parent = start.parent();
		this.session = (start.session() == null && this instanceof SessionHandle self) ? self : start.session();
		this.span = start.span();
		this.startNanos = start.startNanos();
		this.recording = this.span.isRecording();
		this.context = new HandleContext(this, start.baggage());
		this.lifecycle = new SpanLifecycle(this, (this.parent != null) ? this.parent.lifecycle : null);
	}

	final SpanLifecycle lifecycle() {
		return this.lifecycle;
	}

	@Override
	public final Stage stage() {
		return this.stage;
	}

	@Override
	public final SpanContext spanContext() {
		return this.span.getSpanContext();
	}

	@Override
	public final Context context() {
		return this.recorder.isNoop() ? Context.current() : this.context;
	}

	final Baggage baggage() {
		return this.context.baggage();
	}

	@Override
	public final boolean isOpen() {
		return this.lifecycle.isOpen();
	}

	@Override
	public final Instant now() {
		return SessionClock.toInstant(nowNanos());
	}

	final long nowNanos() {
		return (this.session != null) ? this.session.clock().nowNanos() : this.recorder.clock().nowNanos();
	}

	/**
	 * A moment that the application gave, moved to where it makes sense: not before this
	 * stage began, not in the future.
	 */
	final long momentOf(@Nullable Instant at) {
		long now = nowNanos();
		if (at == null) {
			return now;
		}
		long nanos = SessionClock.toEpochNanos(at);
		if (nanos < this.startNanos) {
			this.recorder.refusals().count(RefusalReason.TIME_OUT_OF_RANGE);
			return this.startNanos;
		}
		if (nanos > now) {
			this.recorder.refusals().count(RefusalReason.TIME_OUT_OF_RANGE);
			return now;
		}
		return nanos;
	}

	/**
	 * Whether something may still be recorded here; if not, that is counted.
	 */
	final boolean accepts() {
		if (this.lifecycle.isEnded()) {
			this.recorder.refusals().count(RefusalReason.LATE);
			return false;
		}
		SessionHandle session = this.session;
		if (session != null) {
			session.touch();
		}
		return true;
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

	@Override
	public final <T> VoiceSpan set(@Nullable TelemetryAttribute<T> attribute, @Nullable T value) {
		if (attribute == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
		}
		else if (value != null && accepts()) {
			put(attribute, value);
		}
		return this;
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
			this.span.setAttribute((AttributeKey<String>) attribute.key(), this.recorder.content().limit(text));
		}
		else if (value instanceof Double number && !Double.isFinite(number)) {
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
		}
		else {
			this.span.setAttribute(attribute.key(), value);
		}
	}

	/**
	 * Puts a number that cannot be negative on the span.
	 */
	final void putCount(TelemetryAttribute<Long> attribute, long value) {
		if (value < 0) {
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
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
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
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
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
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
		String accepted = (value != null) ? acceptedKey(key) : null;
		if (accepted != null) {
			put(TelemetryAttributes.ofString(accepted), value);
		}
		return this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, long value) {
		String accepted = acceptedKey(key);
		if (accepted != null) {
			put(TelemetryAttribute.safe(AttributeKey.longKey(accepted)), value);
		}
		return this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, double value) {
		String accepted = acceptedKey(key);
		if (accepted != null) {
			put(TelemetryAttribute.safe(AttributeKey.doubleKey(accepted)), value);
		}
		return this;
	}

	@Override
	public final VoiceSpan setAttribute(@Nullable String key, boolean value) {
		String accepted = acceptedKey(key);
		if (accepted != null) {
			put(TelemetryAttribute.safe(AttributeKey.booleanKey(accepted)), value);
		}
		return this;
	}

	@Override
	public final VoiceSpan setContent(@Nullable String key, @Nullable String text) {
		String accepted = (text != null && capturesContent()) ? acceptedKey(key) : null;
		if (accepted != null) {
			put(TelemetryAttribute.content(AttributeKey.stringKey(accepted)), text);
		}
		return this;
	}

	/**
	 * A key of the application's own, or {@code null} if it may not be used.
	 */
	private @Nullable String acceptedKey(@Nullable String key) {
		if (key == null || key.isBlank()) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
			return null;
		}
		if (!accepts()) {
			return null;
		}
		// Not exact under races, which a bound of this kind need not be.
		if (this.applicationAttributes >= MAX_APPLICATION_ATTRIBUTES) {
			this.recorder.refusals().count(RefusalReason.ATTRIBUTE_LIMIT);
			return null;
		}
		this.applicationAttributes++;
		return key;
	}

	@Override
	public final VoiceSpan addEvent(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts()) {
			event(name, Attributes.empty(), nowNanos());
		}
		return this;
	}

	final void event(String name, Attributes attributes, long atNanos) {
		if (this.session != null) {
			this.span.addEvent(name, attributes, atNanos, TimeUnit.NANOSECONDS);
		}
		else {
			// Outside any session the span runs on OpenTelemetry's clock.
			this.span.addEvent(name, attributes);
		}
	}

	@Override
	public final VoiceSpan startOperation(@Nullable String name) {
		return this.recorder.starter().start(Stage.OPERATION, name, this, this.session, null);
	}

	@Override
	public void end() {
		end(null);
	}

	@Override
	public void end(@Nullable Instant at) {
		this.lifecycle.end(Outcome.SUCCESS, null, at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		this.lifecycle.end(Outcome.ERROR, error, null);
	}

	@Override
	public final void cancel() {
		cancel(null);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		this.lifecycle.end(Outcome.CANCELLED, null, at);
	}

	/**
	 * Told that this stage has its place in the tree.
	 */
	void begun() {
	}

	/**
	 * Told, under the lock of the tree, that a child has ended.
	 */
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
	}

	/**
	 * Told, outside any lock, that this stage has ended and its span is about to.
	 */
	void beforeSpanEnds(long endNanos, Outcome outcome) {
	}

	/**
	 * How the stage ended after all, when what its children did has its say.
	 */
	Outcome outcomeOf(Outcome requested) {
		return requested;
	}

	/**
	 * What made the stage fail after all.
	 */
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		return error;
	}

	@Override
	public final String toString() {
		return this.stage.value() + "[" + spanContext().getTraceId() + "/" + spanContext().getSpanId() + "]";
	}

}

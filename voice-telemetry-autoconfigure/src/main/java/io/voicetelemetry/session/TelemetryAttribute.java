package io.voicetelemetry.session;

import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.Sensitivity;

/**
 * An attribute's key together with what its value may reveal: no attribute gets onto a
 * span without that being said. Immutable.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class TelemetryAttribute<T> {

	private final AttributeKey<T> key;

	private final Sensitivity sensitivity;

	private final boolean listed;

	private final boolean ofLifecycle;

	private TelemetryAttribute(AttributeKey<T> key, Sensitivity sensitivity, boolean listed, boolean ofLifecycle) {
		this.key = Objects.requireNonNull(key, "key");
		this.sensitivity = sensitivity;
		this.listed = listed;
		this.ofLifecycle = ofLifecycle;
	}

	/**
	 * An attribute of the table of this project.
	 */
	static <T> TelemetryAttribute<T> listed(AttributeKey<T> key, Sensitivity sensitivity) {
		return new TelemetryAttribute<>(key, sensitivity, true, false);
	}

	/**
	 * This attribute as one that says what the span is and how it ended: applications do
	 * not set it.
	 */
	TelemetryAttribute<T> ofLifecycle() {
		return new TelemetryAttribute<>(this.key, this.sensitivity, this.listed, true);
	}

	static <T> TelemetryAttribute<T> of(AttributeKey<T> key, Sensitivity sensitivity) {
		return new TelemetryAttribute<>(key, sensitivity, false, false);
	}

	/**
	 * An attribute whose value never reveals what was said. A key that names content is
	 * content all the same.
	 * @param <T> the type of the value
	 * @param key the key
	 * @return the attribute
	 */
	public static <T> TelemetryAttribute<T> safe(AttributeKey<T> key) {
		Objects.requireNonNull(key, "key");
		return of(key, ContentKeys.isContent(key.getKey()) ? Sensitivity.CONTENT : Sensitivity.SAFE);
	}

	/**
	 * An attribute whose value may reveal what was said. Only text can be content:
	 * nothing else could be cut or redacted.
	 * @param key the key
	 * @return the attribute
	 */
	public static TelemetryAttribute<String> content(AttributeKey<String> key) {
		Objects.requireNonNull(key, "key");
		TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
		if ((known != null) ? !known.isContent() && !known.isOfLifecycle() : !ContentKeys.namesContent(key.getKey())) {
			DeclaredContent.keys().add(key.getKey());
		}
		return of(key, Sensitivity.CONTENT);
	}

	/**
	 * The key on the span.
	 * @return the key
	 */
	public AttributeKey<T> key() {
		return this.key;
	}

	/**
	 * What the value may reveal.
	 * @return whether the value is content
	 */
	public Sensitivity sensitivity() {
		return this.sensitivity;
	}

	boolean isContent() {
		return this.sensitivity == Sensitivity.CONTENT;
	}

	/**
	 * Whether it is one of the table of this project, rather than of the application's
	 * own.
	 */
	boolean isListed() {
		return this.listed;
	}

	/**
	 * Whether it says what the span is and how it ended.
	 */
	boolean isOfLifecycle() {
		return this.ofLifecycle;
	}

	@Override
	public String toString() {
		return this.key.getKey() + " (" + this.sensitivity + ")";
	}

}

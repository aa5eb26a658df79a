package io.voicetelemetry.session;

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

	private TelemetryAttribute(AttributeKey<T> key, Sensitivity sensitivity) {
		this.key = key;
		this.sensitivity = sensitivity;
	}

	/**
	 * An attribute whose value never reveals what was said.
	 * @param <T> the type of the value
	 * @param key the key
	 * @return the attribute
	 */
	public static <T> TelemetryAttribute<T> safe(AttributeKey<T> key) {
		return new TelemetryAttribute<>(key, Sensitivity.SAFE);
	}

	/**
	 * An attribute whose value may reveal what was said. Only text can be content:
	 * nothing else could be cut or redacted.
	 * @param key the key
	 * @return the attribute
	 */
	public static TelemetryAttribute<String> content(AttributeKey<String> key) {
		return new TelemetryAttribute<>(key, Sensitivity.CONTENT);
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

	@Override
	public String toString() {
		return this.key.getKey() + " (" + this.sensitivity + ")";
	}

}

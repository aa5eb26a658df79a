package io.voicetelemetry.dialect;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were written. OpenTelemetry's own are sorted when
 * they are made, which takes longer than all that is done with these: they are encoded,
 * once. Immutable.
 */
final class WrittenAttributes implements Attributes {

	private final AttributeKey<?>[] keys;

	private final Object[] values;

	/**
	 * Attributes of which no two have the same key.
	 */
	WrittenAttributes(Collection<SpanRewrite.Entry> entries) {
		this.keys = new AttributeKey<?>[entries.size()];
		this.values = new Object[entries.size()];
		int i = 0;
		for (SpanRewrite.Entry entry : entries) {
			this.keys[i] = entry.key();
			this.values[i] = entry.value();
			i++;
		}
	}

	@Override
	@SuppressWarnings("unchecked") // A value is of its key's type.
	public <T> @Nullable T get(AttributeKey<T> key) {
		for (int i = 0; i < this.keys.length; i++) {
			if (this.keys[i].equals(key)) {
				return (T) this.values[i];
			}
		}
		return null;
	}

	@Override
	public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
		for (int i = 0; i < this.keys.length; i++) {
			consumer.accept(this.keys[i], this.values[i]);
		}
	}

	@Override
	public int size() {
		return this.keys.length;
	}

	@Override
	public boolean isEmpty() {
		return this.keys.length == 0;
	}

	@Override
	public Map<AttributeKey<?>, Object> asMap() {
		Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	@Override
	public AttributesBuilder toBuilder() {
		return Attributes.builder().putAll(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Attributes attributes && asMap().equals(attributes.asMap());
	}

	@Override
	public int hashCode() {
		return asMap().hashCode();
	}

	@Override
	public String toString() {
		return asMap().toString();
	}

}

package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is sent for a span. A key has one value at most, whatever its type: two
 * of different types would both be sent. Not thread-safe.
 *
 * @since 0.1
 */
public final class SpanRewrite {

	private static final KnownKeys KEYS = new KnownKeys();

	private final SpanData span;

	private final Map<String, Entry> entries;

	private final List<EventData> events;

	private final List<LinkData> links;

	private String name;

	private StatusData status;

	SpanRewrite(SpanData span) {
		this.span = span;
		this.name = span.getName();
		this.events = new ArrayList<>(span.getEvents());
		this.links = new ArrayList<>(span.getLinks());
		this.status = span.getStatus();
		// Dialects add some.
		this.entries = new LinkedHashMap<>(2 * span.getAttributes().size() + 16);
		span.getAttributes().forEach(this::set);
	}

	/**
	 * Names the span.
	 * @param name the name; {@code null} or empty leaves the one it has
	 * @return this
	 */
	public SpanRewrite name(@Nullable String name) {
		if (name != null && !name.isEmpty()) {
			this.name = name;
		}
		return this;
	}

	/**
	 * Puts an attribute.
	 * @param key the key
	 * @param value the value; {@code null} leaves what is there
	 * @return this
	 */
	public SpanRewrite put(String key, @Nullable String value) {
		return (value != null) ? put(KEYS.ofText(key), value) : this;
	}

	/**
	 * Puts an attribute.
	 * @param key the key
	 * @param value the value; {@code null} leaves what is there
	 * @return this
	 */
	public SpanRewrite put(String key, @Nullable Long value) {
		return put(AttributeKey.longKey(key), value);
	}

	/**
	 * Puts an attribute.
	 * @param key the key
	 * @param value the value; {@code null} leaves what is there
	 * @return this
	 */
	public SpanRewrite put(String key, @Nullable Double value) {
		return put(AttributeKey.doubleKey(key), value);
	}

	/**
	 * Puts an attribute.
	 * @param key the key
	 * @param value the value; {@code null} leaves what is there
	 * @return this
	 */
	public SpanRewrite put(String key, @Nullable Boolean value) {
		return put(AttributeKey.booleanKey(key), value);
	}

	/**
	 * Puts an attribute that has several values.
	 * @param key the key
	 * @param values the values; {@code null} leaves what is there
	 * @return this
	 */
	public SpanRewrite put(String key, @Nullable List<String> values) {
		return put(AttributeKey.stringArrayKey(key), values);
	}

	/**
	 * Puts an attribute.
	 * @param <T> the type of the value
	 * @param key the key
	 * @param value the value; {@code null} leaves what is there
	 * @return this
	 */
	public <T> SpanRewrite put(AttributeKey<T> key, @Nullable T value) {
		if (value instanceof Value<?>) {
			// What it holds has a simpler type, more often than not.
			Attributes.builder().put(key, value).build().forEach(this::set);
		}
		else if (value != null) {
			set(key, value);
		}
		return this;
	}

	private void set(AttributeKey<?> key, Object value) {
		// OpenTelemetry has no attributes without a key.
		if (!key.getKey().isEmpty()) {
			this.entries.put(key.getKey(), new Entry(key, value));
		}
	}

	/**
	 * Whether there is an attribute.
	 * @param key the key
	 * @return {@code true} if there is
	 */
	public boolean has(String key) {
		return this.entries.containsKey(key);
	}

	/**
	 * Takes an attribute away.
	 * @param key the key
	 * @return this
	 */
	public SpanRewrite remove(String key) {
		this.entries.remove(key);
		return this;
	}

	/**
	 * Takes attributes away.
	 * @param keys tells by the key which
	 * @return this
	 */
	public SpanRewrite removeIf(Predicate<String> keys) {
		this.entries.keySet().removeIf(keys);
		return this;
	}

	/**
	 * Puts the value of an attribute under another key, too.
	 * @param key the key
	 * @param copy the other key; nothing is put if there is no attribute
	 * @return this
	 */
	public SpanRewrite copy(String key, String copy) {
		Entry entry = this.entries.get(key);
		if (entry != null) {
			AttributeKey<?> other = keyLike(entry.key(), copy);
			boolean alike = other.getType() == entry.key().getType();
			set(other, alike ? entry.value() : entry.value().toString());
		}
		return this;
	}

	private static AttributeKey<?> keyLike(AttributeKey<?> key, String name) {
		return switch (key.getType()) {
			case LONG -> AttributeKey.longKey(name);
			case DOUBLE -> AttributeKey.doubleKey(name);
			case BOOLEAN -> AttributeKey.booleanKey(name);
			case STRING_ARRAY -> AttributeKey.stringArrayKey(name);
			case LONG_ARRAY -> AttributeKey.longArrayKey(name);
			case DOUBLE_ARRAY -> AttributeKey.doubleArrayKey(name);
			case BOOLEAN_ARRAY -> AttributeKey.booleanArrayKey(name);
			default -> KEYS.ofText(name);
		};
	}

	/**
	 * Puts the value of an attribute under another key.
	 * @param key the key that it has
	 * @param other the key that it gets; nothing is put if there is no attribute
	 * @return this
	 */
	public SpanRewrite rename(String key, String other) {
		return copy(key, other).remove(key);
	}

	/**
	 * Takes events away.
	 * @param names tells by the name which
	 * @return this
	 */
	public SpanRewrite removeEventsIf(Predicate<String> names) {
		this.events.removeIf((event) -> names.test(event.getName()));
		return this;
	}

	/**
	 * Takes attributes of events away.
	 * @param keys tells by the key which
	 * @return this
	 */
	public SpanRewrite removeFromEventsIf(Predicate<String> keys) {
		this.events.replaceAll((event) -> {
			Attributes kept = without(event.getAttributes(), keys);
			int removed = event.getAttributes().size() - kept.size();
			return (removed == 0) ? event : EventData.create(event.getEpochNanos(), event.getName(), kept,
					event.getTotalAttributeCount() - removed);
		});
		return this;
	}

	/**
	 * Takes attributes of links away.
	 * @param keys tells by the key which
	 * @return this
	 */
	public SpanRewrite removeFromLinksIf(Predicate<String> keys) {
		this.links.replaceAll((link) -> {
			Attributes kept = without(link.getAttributes(), keys);
			int removed = link.getAttributes().size() - kept.size();
			return (removed == 0) ? link
					: LinkData.create(link.getSpanContext(), kept, link.getTotalAttributeCount() - removed);
		});
		return this;
	}

	private static Attributes without(Attributes attributes, Predicate<String> keys) {
		return attributes.toBuilder().removeIf((key) -> keys.test(key.getKey())).build();
	}

	/**
	 * Describes the status.
	 * @param description the description; empty for none
	 * @return this
	 */
	public SpanRewrite statusDescription(String description) {
		this.status = StatusData.create(this.status.getStatusCode(), description);
		return this;
	}

	/**
	 * Puts a text in the place of attributes.
	 * @param keys tells by the key which
	 * @param text the text
	 * @return this
	 */
	public SpanRewrite replaceIf(Predicate<String> keys, String text) {
		List<String> replaced = this.entries.keySet().stream().filter(keys).toList();
		replaced.forEach((key) -> put(key, text));
		return this;
	}

	SpanData toSpanData() {
		return new RewrittenSpan(this.span, this.name, new WrittenAttributes(this.entries.values()),
				List.copyOf(this.events), List.copyOf(this.links), this.status);
	}

	/**
	 * An attribute.
	 *
	 * @param key the key
	 * @param value its value, which is of the key's type
	 */
	record Entry(AttributeKey<?> key, Object value) {
	}

}

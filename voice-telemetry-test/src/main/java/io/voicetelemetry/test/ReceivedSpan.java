package io.voicetelemetry.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One span as it came over the wire. Immutable, with value equality.
 * <p>
 * Attribute values keep their type: {@code String}, {@code Long}, {@code Double},
 * {@code Boolean}, {@code List}; more rarely {@code Map} (a key-value list),
 * {@code java.nio.ByteBuffer} (bytes, read-only) and {@code Optional.empty()} (a value
 * that says nothing). Maps keep the order of arrival.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param parentSpanId 16 lower-case hex digits, empty for a root
 * @param name the span's name
 * @param kind {@code INTERNAL}, {@code SERVER}, {@code CLIENT}, {@code PRODUCER},
 * {@code CONSUMER} or {@code UNSPECIFIED}
 * @param startEpochNanos start, in nanoseconds since the epoch
 * @param endEpochNanos end, in nanoseconds since the epoch
 * @param attributes the attributes; of a key sent more than once, the last value
 * @param duplicateKeys the attribute keys that were sent more than once, which OTLP
 * forbids and a map would hide
 * @param events the events, in the order sent
 * @param links the links, in the order sent
 * @param statusCode {@code UNSET}, {@code OK} or {@code ERROR}
 * @param statusMessage the status message, empty when there is none
 * @param scopeName the name of the instrumentation scope
 * @param resourceAttributes the attributes of the resource
 * @param traceState the W3C trace state, empty when there is none
 * @param flags the OTLP span flags; the lowest eight bits are the W3C trace flags
 * @since 0.1.0
 */
public record ReceivedSpan(String traceId, String spanId, String parentSpanId, String name, String kind,
		long startEpochNanos, long endEpochNanos, Map<String, Object> attributes, List<String> duplicateKeys,
		List<ReceivedEvent> events, List<ReceivedLink> links, String statusCode, String statusMessage, String scopeName,
		Map<String, Object> resourceAttributes, String traceState, int flags) {

	public ReceivedSpan {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		duplicateKeys = List.copyOf(duplicateKeys);
		events = List.copyOf(events);
		links = List.copyOf(links);
		resourceAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(resourceAttributes));
	}

	/**
	 * Return what the span stands for in a call.
	 * @return the {@code voice.stage} attribute, or {@code null} when it is absent or not
	 * a string
	 */
	public @Nullable String stage() {
		return string(VoiceKeys.STAGE);
	}

	/**
	 * Return whether this is a voice span, as opposed to one of another instrumentation.
	 * @return {@code true} when there is a {@code voice.stage}, of whatever value
	 */
	public boolean isVoiceSpan() {
		return this.attributes.containsKey(VoiceKeys.STAGE);
	}

	/** The attribute's value, or null when it is absent or not a string. */
	@Nullable String string(String key) {
		return (this.attributes.get(key) instanceof String value) ? value : null;
	}

	boolean is(String stage) {
		return stage.equals(stage());
	}

	boolean hasParent() {
		return !this.parentSpanId.isEmpty();
	}

	long eventCount(String eventName) {
		return this.events.stream().filter((event) -> event.name().equals(eventName)).count();
	}

}

package io.voicetelemetry.integration.propagation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.trace.SpanContext;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Hands a call over to another process where no HTTP request does it: the metadata of a
 * LiveKit room or dispatch, the parameters of a Twilio stream, SIP headers, or any map of
 * texts. What goes along is the W3C {@code traceparent} of a stage, and as
 * {@code baggage} the ids that {@code voice.telemetry.propagation.baggage} allows, never
 * content. Nothing throws: what is malformed or too long is left out and counted.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class RemoteCalls {

	/**
	 * The name of what says which span it is.
	 */
	public static final String TRACEPARENT = "traceparent";

	/**
	 * The name of what says which call it is.
	 */
	public static final String BAGGAGE = "baggage";

	/** As much as LiveKit takes, in characters. */
	static final int MAX_METADATA = 65_536;

	/** As much as Twilio takes, name and value together. */
	static final int MAX_TWILIO = 499;

	private static final String SIP_PREFIX = "X-";

	/** What Twilio, LiveKit and SIP itself put before the name of a header. */
	private static final List<String> PREFIXES = List.of("sipheader_", "sip.h.", "x-");

	private final VoiceTelemetry telemetry;

	private final Set<String> ids;

	/**
	 * What hands calls over.
	 * @param telemetry counts what is refused
	 * @param ids the names of the ids that may go along and are believed
	 */
	public RemoteCalls(VoiceTelemetry telemetry, Collection<String> ids) {
		this.telemetry = telemetry;
		this.ids = Set.copyOf(ids);
	}

	/**
	 * What goes along in a map of texts: the headers of a message, say.
	 * @param stage the stage from which the call goes on elsewhere
	 * @return the entries, empty if nothing is recorded of the stage
	 */
	public Map<String, String> entries(@Nullable VoiceSpan stage) {
		Map<String, String> entries = new LinkedHashMap<>();
		if (stage == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
			return entries;
		}
		try {
			SpanContext span = stage.spanContext();
			if (span.isValid()) {
				entries.put(TRACEPARENT, TraceParent.write(span));
			}
			String baggage = BaggageText.write(stage.context(), this.ids);
			if (!baggage.isEmpty()) {
				entries.put(BAGGAGE, baggage);
			}
		}
		catch (RuntimeException ex) {
			this.telemetry.refused(RefusalReason.INTERNAL_ERROR, "Handing a call over", ex);
		}
		return entries;
	}

	/**
	 * What goes along with a Twilio stream: a {@code <Parameter>} for each entry. Twilio
	 * takes no more than 500 characters of each.
	 * @param stage the stage from which the call goes on elsewhere
	 * @return names and values
	 */
	public Map<String, String> twilioParameters(@Nullable VoiceSpan stage) {
		Map<String, String> parameters = entries(stage);
		parameters.entrySet().removeIf((parameter) -> {
			boolean tooLong = parameter.getKey().length() + parameter.getValue().length() > MAX_TWILIO;
			if (tooLong) {
				refuse(RefusalReason.BAGGAGE_LIMIT);
			}
			return tooLong;
		});
		return parameters;
	}

	/**
	 * What goes along with a SIP call: headers whose names begin with {@code X-}, since
	 * providers let no others through.
	 * @param stage the stage from which the call goes on elsewhere
	 * @return names and values
	 */
	public Map<String, String> sipHeaders(@Nullable VoiceSpan stage) {
		Map<String, String> headers = new LinkedHashMap<>();
		entries(stage).forEach((name, value) -> headers
			.put(SIP_PREFIX + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), value));
		return headers;
	}

	/**
	 * The metadata of a LiveKit room or dispatch with what goes along: a JSON object.
	 * @param stage the stage from which the call goes on elsewhere
	 * @param metadata the metadata that there is, a JSON object, blank or {@code null}
	 * @return the metadata with the entries added or replaced; unchanged if it is no JSON
	 * object, or would be longer than LiveKit takes
	 */
	public String metadata(@Nullable VoiceSpan stage, @Nullable String metadata) {
		String text = (metadata != null && !metadata.isBlank()) ? metadata : "{}";
		Map<String, String> entries = entries(stage);
		if (entries.isEmpty()) {
			return (metadata != null) ? metadata : text;
		}
		String merged = (text.length() <= MAX_METADATA) ? MetadataJson.merge(text, entries) : null;
		if (merged == null || merged.length() > MAX_METADATA) {
			refuse(RefusalReason.INVALID_VALUE);
			return text;
		}
		return merged;
	}

	/**
	 * What came along in a map of texts, the parameters of a Twilio stream, SIP headers
	 * as they come from Twilio or LiveKit, or the attributes of a SIP participant.
	 * @param carrier the names and values; also of other things
	 * @return what came along
	 */
	public RemoteCall read(@Nullable Map<String, ?> carrier) {
		if (carrier == null) {
			return RemoteCall.NONE;
		}
		try {
			String traceparent = find(carrier, TRACEPARENT);
			SpanContext span = (traceparent != null) ? TraceParent.read(traceparent) : SpanContext.getInvalid();
			if (traceparent != null && !span.isValid()) {
				refuse(RefusalReason.INVALID_VALUE);
			}
			return new RemoteCall(span, ids(find(carrier, BAGGAGE)));
		}
		catch (RuntimeException ex) {
			// A map of the application.
			this.telemetry.refused(RefusalReason.USER_CODE_FAILED, "Reading what came along with a call", ex);
			return RemoteCall.NONE;
		}
	}

	/**
	 * What came along in the metadata of a LiveKit room, dispatch or job.
	 * @param metadata the metadata
	 * @return what came along, nothing if it is no JSON object
	 */
	public RemoteCall readMetadata(@Nullable String metadata) {
		if (metadata == null || metadata.isBlank()) {
			return RemoteCall.NONE;
		}
		Object parsed = (metadata.length() <= MAX_METADATA) ? JsonReader.parse(metadata) : null;
		if (!(parsed instanceof Map<?, ?> object)) {
			refuse(RefusalReason.INVALID_VALUE);
			return RemoteCall.NONE;
		}
		Map<String, Object> entries = new LinkedHashMap<>();
		for (String name : List.of(TRACEPARENT, BAGGAGE)) {
			Object value = object.get(name);
			if (value != null) {
				entries.put(name, value);
			}
		}
		return read(entries);
	}

	private Map<String, String> ids(@Nullable String baggage) {
		if (baggage == null || this.ids.isEmpty()) {
			return Map.of();
		}
		Map<String, String> read = BaggageText.read(baggage, this.ids);
		if (read == null) {
			refuse(RefusalReason.BAGGAGE_LIMIT);
			return Map.of();
		}
		return read;
	}

	/**
	 * The value with a name, or with one that was made from it on the way.
	 */
	private static @Nullable String find(Map<String, ?> carrier, String name) {
		String found = null;
		for (Map.Entry<String, ?> entry : carrier.entrySet()) {
			String key = entry.getKey();
			if (key != null && key.length() <= 64 && nameOf(key).equals(name)) {
				String text = textOf(entry.getValue());
				if (key.equals(name)) {
					return text;
				}
				found = text;
			}
		}
		return found;
	}

	private static String nameOf(String key) {
		String name = key.toLowerCase(Locale.ROOT);
		for (String prefix : PREFIXES) {
			if (name.startsWith(prefix)) {
				name = name.substring(prefix.length());
			}
		}
		return name;
	}

	private static String textOf(@Nullable Object value) {
		Object single = (value instanceof List<?> list && list.size() == 1) ? list.get(0) : value;
		return (single instanceof CharSequence text) ? text.toString().strip() : "";
	}

	private void refuse(RefusalReason reason) {
		this.telemetry.refused(reason, null, null);
	}

}

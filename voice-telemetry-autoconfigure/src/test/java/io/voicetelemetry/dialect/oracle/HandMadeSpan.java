package io.voicetelemetry.dialect.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedSpan;

/**
 * A span as it could arrive, made by hand to show what an oracle makes of it. It takes
 * two seconds and began a minute ago.
 */
final class HandMadeSpan {

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final Map<String, Object> resource = new LinkedHashMap<>(Map.of("service.name", "clinic-line"));

	private final List<ReceivedEvent> events = new ArrayList<>();

	private final String name;

	private String traceId = "0".repeat(31) + "1";

	private String spanId = "0".repeat(15) + "1";

	private String parentId = "";

	private String scope = "io.voicetelemetry";

	private String status = "UNSET";

	private String message = "";

	private Instant start = Instant.now().minusSeconds(60);

	private HandMadeSpan(String name) {
		this.name = name;
	}

	static HandMadeSpan named(String name) {
		return new HandMadeSpan(name);
	}

	/** A span with these attributes, keys and values in turn. */
	static ReceivedSpan with(Object... keysAndValues) {
		return named("llm_request").attributes(keysAndValues).received();
	}

	HandMadeSpan attributes(Object... keysAndValues) {
		for (int i = 0; i < keysAndValues.length; i += 2) {
			this.attributes.put((String) keysAndValues[i], keysAndValues[i + 1]);
		}
		return this;
	}

	HandMadeSpan resource(String key, Object value) {
		this.resource.put(key, value);
		return this;
	}

	HandMadeSpan event(String name, Map<String, Object> attributes) {
		this.events.add(new ReceivedEvent(name, nanos(this.start), attributes));
		return this;
	}

	HandMadeSpan ids(String trace, String span, String parent) {
		this.traceId = "0".repeat(32 - trace.length()) + trace;
		this.spanId = "0".repeat(16 - span.length()) + span;
		this.parentId = parent.isEmpty() ? "" : "0".repeat(16 - parent.length()) + parent;
		return this;
	}

	HandMadeSpan scope(String scope) {
		this.scope = scope;
		return this;
	}

	HandMadeSpan error(String message) {
		this.status = "ERROR";
		this.message = message;
		return this;
	}

	HandMadeSpan startedAt(Instant start) {
		this.start = start;
		return this;
	}

	Instant start() {
		return this.start;
	}

	ReceivedSpan received() {
		return new ReceivedSpan(this.traceId, this.spanId, this.parentId, this.name, "INTERNAL", nanos(this.start),
				nanos(this.start.plusSeconds(2)), this.attributes, List.of(), this.events, List.of(), this.status,
				this.message, this.scope, this.resource, "", 1);
	}

	private static long nanos(Instant instant) {
		return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
	}

}

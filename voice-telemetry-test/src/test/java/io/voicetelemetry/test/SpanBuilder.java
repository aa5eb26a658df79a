package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Builds a {@link ReceivedSpan}. Times are milliseconds since the start of the call.
 */
final class SpanBuilder {

	private static final long EPOCH_NANOS = TimeUnit.SECONDS.toNanos(1_800_000_000);

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final List<ReceivedEvent> events = new ArrayList<>();

	private final List<String> duplicateKeys = new ArrayList<>();

	private final String spanId;

	private String traceId = "0af7651916cd43dd8448eb211c80319c";

	private String parentSpanId = "";

	private String name;

	private String status = "UNSET";

	private long startNanos = EPOCH_NANOS;

	private long endNanos = EPOCH_NANOS;

	private SpanBuilder(int id, String name) {
		this.spanId = "%016x".formatted(id);
		this.name = name;
	}

	/** A span of another instrumentation, of session s1. */
	static SpanBuilder foreign(int id, String name) {
		return new SpanBuilder(id, name).with("session.id", "s1");
	}

	/** A successful voice span of session s1. */
	static SpanBuilder voice(int id, String stage) {
		return foreign(id, stage).with("voice.stage", stage).with("voice.outcome", "success");
	}

	SpanBuilder named(String name) {
		this.name = name;
		return this;
	}

	SpanBuilder under(SpanBuilder parent) {
		this.traceId = parent.traceId;
		return underId(parent.spanId);
	}

	SpanBuilder underId(String parentSpanId) {
		this.parentSpanId = parentSpanId;
		return this;
	}

	SpanBuilder inTrace(String traceId) {
		this.traceId = traceId;
		return this;
	}

	SpanBuilder at(long startMillis, long endMillis) {
		this.startNanos = EPOCH_NANOS + TimeUnit.MILLISECONDS.toNanos(startMillis);
		this.endNanos = EPOCH_NANOS + TimeUnit.MILLISECONDS.toNanos(endMillis);
		return this;
	}

	SpanBuilder shiftStart(long nanos) {
		this.startNanos += nanos;
		return this;
	}

	SpanBuilder shiftEnd(long nanos) {
		this.endNanos += nanos;
		return this;
	}

	SpanBuilder with(String key, Object value) {
		this.attributes.put(key, value);
		return this;
	}

	SpanBuilder without(String key) {
		this.attributes.remove(key);
		return this;
	}

	SpanBuilder duplicateKey(String key) {
		this.duplicateKeys.add(key);
		return this;
	}

	SpanBuilder event(String name) {
		this.events.add(new ReceivedEvent(name, this.startNanos + this.events.size(), Map.of()));
		return this;
	}

	SpanBuilder withoutEvents() {
		this.events.clear();
		return this;
	}

	SpanBuilder status(String status) {
		this.status = status;
		return this;
	}

	SpanBuilder failed() {
		return with("voice.outcome", "error").with("error.type", "503").status("ERROR").event("exception");
	}

	String spanId() {
		return this.spanId;
	}

	ReceivedSpan build() {
		return new ReceivedSpan(this.traceId, this.spanId, this.parentSpanId, this.name, "INTERNAL", this.startNanos,
				this.endNanos, this.attributes, this.duplicateKeys, this.events, List.of(), this.status, "", "test",
				Map.of(), "", 1);
	}

}

package io.voicetelemetry.dialect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * A span made by hand: it took 2 s from second 1000 on, unless told otherwise.
 */
final class TestSpan {

	static final long START = TimeUnit.SECONDS.toNanos(1000);

	private final AttributesBuilder attributes = Attributes.builder();

	private final List<EventData> events = new ArrayList<>();

	private final List<LinkData> links = new ArrayList<>();

	private final String scope;

	private final String name;

	private StatusData status = StatusData.unset();

	private long took = TimeUnit.SECONDS.toNanos(2);

	private TestSpan(String scope, String name) {
		this.scope = scope;
		this.name = name;
	}

	static TestSpan of(Stage stage) {
		return new TestSpan(VoiceTelemetry.INSTRUMENTATION_SCOPE, stage.value())
			.with(TelemetryAttributes.STAGE, stage.value())
			.with(TelemetryAttributes.OUTCOME, Outcome.SUCCESS.value());
	}

	static TestSpan ofFramework(String name) {
		return new TestSpan("org.springframework.boot", name);
	}

	<T> TestSpan with(TelemetryAttribute<T> attribute, T value) {
		this.attributes.put(attribute.key(), value);
		return this;
	}

	TestSpan with(String key, String value) {
		this.attributes.put(key, value);
		return this;
	}

	<T> TestSpan with(AttributeKey<T> key, T value) {
		this.attributes.put(key, value);
		return this;
	}

	TestSpan outcome(Outcome outcome) {
		if (outcome == Outcome.ERROR) {
			this.status = StatusData.error();
		}
		return with(TelemetryAttributes.OUTCOME, outcome.value());
	}

	TestSpan took(Duration took) {
		this.took = took.toNanos();
		return this;
	}

	TestSpan link(Attributes attributes) {
		this.links.add(LinkData.create(SpanContext.getInvalid(), attributes));
		return this;
	}

	TestSpan event(String name, Attributes attributes) {
		this.events.add(EventData.create(START, name, attributes));
		return this;
	}

	SpanData data() {
		return TestSpanData.builder()
			.setName(this.name)
			.setKind(SpanKind.INTERNAL)
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.create(this.scope))
			.setAttributes(this.attributes.build())
			.setEvents(this.events)
			.setLinks(this.links)
			.setStartEpochNanos(START)
			.setEndEpochNanos(START + this.took)
			.setStatus(this.status)
			.setHasEnded(true)
			.build();
	}

	/**
	 * The attributes that are sent in some dialects.
	 */
	Map<String, Object> in(SpanDialect... dialects) {
		return values(Dialects.of(List.of(dialects)).apply(data()).getAttributes());
	}

	/**
	 * Those of them that were not recorded.
	 */
	Map<String, Object> added(SpanDialect... dialects) {
		Map<String, Object> added = in(dialects);
		added.entrySet().removeAll(values(data().getAttributes()).entrySet());
		return added;
	}

	/**
	 * The keys that are not sent though they were recorded.
	 */
	List<String> removed(SpanDialect... dialects) {
		Map<String, Object> sent = in(dialects);
		return values(data().getAttributes()).keySet().stream().filter((key) -> !sent.containsKey(key)).toList();
	}

	private static Map<String, Object> values(Attributes attributes) {
		Map<String, Object> values = new LinkedHashMap<>();
		attributes.forEach((key, value) -> values.put(key.getKey(), value));
		return values;
	}

}

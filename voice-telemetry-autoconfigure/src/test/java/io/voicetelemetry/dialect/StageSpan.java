package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
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
import org.jspecify.annotations.Nullable;

/**
 * A span of a stage, made by hand: it starts at 10:00:00.123456789 on 21 August 2026 and
 * takes 2.5 s.
 */
final class StageSpan {

	static final long START = 1_787_306_400_123_456_789L;

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private final AttributesBuilder attributes = Attributes.builder();

	private final List<EventData> events = new ArrayList<>();

	private final List<LinkData> links = new ArrayList<>();

	private final String scope;

	private String name;

	private StatusData status = StatusData.unset();

	private Resource resource = Resource.empty();

	private @Nullable String parent = "00f067aa0ba902b7";

	private StageSpan(String scope, String name) {
		this.scope = scope;
		this.name = name;
	}

	static StageSpan of(Stage stage) {
		StageSpan span = new StageSpan(VoiceTelemetry.INSTRUMENTATION_SCOPE, stage.value())
			.with(TelemetryAttributes.STAGE, stage.value())
			.with(TelemetryAttributes.OUTCOME, Outcome.SUCCESS.value());
		return (stage.operationName() != null) ? span.with(TelemetryAttributes.OPERATION_NAME, stage.operationName())
				: span;
	}

	static StageSpan ofFramework(String name) {
		return new StageSpan("org.springframework.boot", name);
	}

	StageSpan named(String name) {
		this.name = name;
		return this;
	}

	StageSpan root() {
		this.parent = null;
		return this;
	}

	<T> StageSpan with(TelemetryAttribute<T> attribute, T value) {
		this.attributes.put(attribute.key(), value);
		return this;
	}

	StageSpan with(String key, String value) {
		this.attributes.put(key, value);
		return this;
	}

	StageSpan with(String key, long value) {
		this.attributes.put(key, value);
		return this;
	}

	<T> StageSpan with(AttributeKey<T> key, T value) {
		this.attributes.put(key, value);
		return this;
	}

	StageSpan link(Attributes attributes) {
		this.links.add(LinkData.create(SpanContext.getInvalid(), attributes));
		return this;
	}

	StageSpan event(String name, Attributes attributes) {
		this.events.add(EventData.create(START, name, attributes));
		return this;
	}

	StageSpan resource(String key, String value) {
		this.resource = this.resource.merge(Resource.create(Attributes.of(AttributeKey.stringKey(key), value)));
		return this;
	}

	StageSpan failed(String type, String description) {
		this.status = StatusData.error();
		this.status = StatusData.create(this.status.getStatusCode(), description);
		return with(TelemetryAttributes.OUTCOME, Outcome.ERROR.value()).with(TelemetryAttributes.ERROR_TYPE, type);
	}

	StageSpan cancelled() {
		return with(TelemetryAttributes.OUTCOME, Outcome.CANCELLED.value());
	}

	SpanData data() {
		return TestSpanData.builder()
			.setName(this.name)
			.setKind(SpanKind.INTERNAL)
			.setSpanContext(context("b7ad6b7169203331"))
			.setParentSpanContext((this.parent != null) ? context(this.parent) : SpanContext.getInvalid())
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.create(this.scope))
			.setResource(this.resource)
			.setAttributes(this.attributes.build())
			.setEvents(this.events)
			.setLinks(this.links)
			.setTotalRecordedEvents(this.events.size())
			.setStatus(this.status)
			.setStartEpochNanos(START)
			.setEndEpochNanos(START + 2_500_000_000L)
			.setHasEnded(true)
			.build();
	}

	private static SpanContext context(String id) {
		return SpanContext.create(TRACE, id, TraceFlags.getSampled(), TraceState.getDefault());
	}

	/**
	 * What a backend is sent of it in a dialect.
	 */
	SpanData in(SpanDialect... dialects) {
		return Dialects.of(List.of(dialects)).apply(data());
	}

	/**
	 * The attributes that a backend is sent of it in a dialect.
	 */
	Map<String, Object> attributesIn(SpanDialect... dialects) {
		return attributes(in(dialects));
	}

	static Map<String, Object> attributes(SpanData span) {
		Map<String, Object> attributes = new TreeMap<>();
		span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
		return attributes;
	}

}

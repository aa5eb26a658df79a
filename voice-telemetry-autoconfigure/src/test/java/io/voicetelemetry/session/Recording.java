package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedLink;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Telemetry on a real SDK whose spans stay in memory, and on virtual time.
 */
final class Recording implements AutoCloseable {

	final VirtualTime time = new VirtualTime();

	final OpenTelemetrySdk sdk;

	final RecordingVoiceTelemetry telemetry;

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	Recording() {
		this(UnaryOperator.identity());
	}

	Recording(UnaryOperator<VoiceTelemetryBuilder> settings) {
		this(UnaryOperator.identity(), settings);
	}

	Recording(UnaryOperator<SdkTracerProviderBuilder> provider, UnaryOperator<VoiceTelemetryBuilder> settings) {
		SdkTracerProviderBuilder builder = SdkTracerProvider.builder()
			.setSampler(Sampler.alwaysOn())
			.addSpanProcessor(SimpleSpanProcessor.create(this.exporter));
		this.sdk = OpenTelemetrySdk.builder().setTracerProvider(provider.apply(builder).build()).build();
		this.telemetry = (RecordingVoiceTelemetry) settings
			.apply(VoiceTelemetry.builder(this.sdk).timeSource(this.time))
			.build();
	}

	static Recording withContent() {
		return withContent(ContentPolicy.DEFAULT_MAX_LENGTH);
	}

	static Recording withContent(int maxLength) {
		return new Recording((settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, maxLength)));
	}

	static SessionOptions options(boolean tracePerTurn, boolean joinActiveSpan, boolean alwaysRecordAttempts) {
		return new SessionOptions(tracePerTurn, joinActiveSpan, alwaysRecordAttempts, Duration.ofMinutes(30),
				Duration.ofHours(4));
	}

	VoiceSession session() {
		return session("call-1");
	}

	VoiceSession session(String id) {
		return this.telemetry.session().id(id).start();
	}

	/**
	 * What another instrumentation makes spans with.
	 */
	Tracer otherTracer() {
		return this.sdk.getTracer("other");
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	List<SpanData> spans(Stage stage) {
		return spans().stream().filter((span) -> stage.value().equals(attribute(span, "voice.stage"))).toList();
	}

	/**
	 * The only span of a stage.
	 */
	SpanData span(Stage stage) {
		List<SpanData> spans = spans(stage);
		assertThat(spans).as(stage.value()).hasSize(1);
		return spans.get(0);
	}

	/**
	 * The span of a handle, which must have been exported exactly once.
	 */
	SpanData span(VoiceSpan handle) {
		return span(handle.spanContext().getSpanId());
	}

	SpanData span(Span span) {
		return span(span.getSpanContext().getSpanId());
	}

	private SpanData span(String spanId) {
		List<SpanData> spans = spans().stream().filter((span) -> span.getSpanId().equals(spanId)).toList();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	void assertNotExported(VoiceSpan handle) {
		assertThat(spans()).extracting(SpanData::getSpanId).doesNotContain(handle.spanContext().getSpanId());
	}

	void assertParent(VoiceSpan child, VoiceSpan parent) {
		assertThat(span(child).getParentSpanId()).as("parent of " + child).isEqualTo(parent.spanContext().getSpanId());
		assertThat(span(child).getTraceId()).isEqualTo(parent.spanContext().getTraceId());
	}

	void reset() {
		this.exporter.reset();
	}

	long refusals(RefusalReason reason) {
		return this.telemetry.refusals().getOrDefault(reason, 0L);
	}

	/**
	 * Checks all spans by the rules for traces of calls.
	 */
	void assertValid() {
		assertThat(VoiceTraceChecker.violations(received())).isEmpty();
	}

	List<ReceivedSpan> received() {
		return spans().stream().map(Recording::received).toList();
	}

	static ReceivedSpan received(SpanData span) {
		List<String> duplicates = new ArrayList<>();
		return new ReceivedSpan(span.getTraceId(), span.getSpanId(),
				span.getParentSpanContext().isValid() ? span.getParentSpanId() : "", span.getName(),
				span.getKind().name(), span.getStartEpochNanos(), span.getEndEpochNanos(),
				values(span.getAttributes(), duplicates), duplicates,
				span.getEvents().stream().map(Recording::received).toList(),
				span.getLinks()
					.stream()
					.map((link) -> new ReceivedLink(link.getSpanContext().getTraceId(),
							link.getSpanContext().getSpanId(), values(link.getAttributes(), new ArrayList<>())))
					.toList(),
				span.getStatus().getStatusCode().name(), span.getStatus().getDescription(),
				span.getInstrumentationScopeInfo().getName(), Map.of(), "",
				span.getSpanContext().getTraceFlags().asByte());
	}

	private static ReceivedEvent received(EventData event) {
		return new ReceivedEvent(event.getName(), event.getEpochNanos(),
				values(event.getAttributes(), new ArrayList<>()));
	}

	private static Map<String, Object> values(Attributes attributes, List<String> duplicates) {
		Map<String, Object> values = new LinkedHashMap<>();
		attributes.forEach((key, value) -> {
			if (values.put(key.getKey(), value) != null) {
				duplicates.add(key.getKey());
			}
		});
		return values;
	}

	static Map<String, Object> attributes(SpanData span) {
		return values(span.getAttributes(), new ArrayList<>());
	}

	static Object attribute(SpanData span, String name) {
		return attributes(span).getOrDefault(name, Absent.VALUE);
	}

	static Map<String, Object> attributes(EventData event) {
		return values(event.getAttributes(), new ArrayList<>());
	}

	static List<EventData> events(SpanData span, String name) {
		return span.getEvents().stream().filter((event) -> event.getName().equals(name)).toList();
	}

	static Instant start(SpanData span) {
		return SessionClock.toInstant(span.getStartEpochNanos());
	}

	static Instant end(SpanData span) {
		return SessionClock.toInstant(span.getEndEpochNanos());
	}

	static AttributeKey<String> key(String name) {
		return AttributeKey.stringKey(name);
	}

	@Override
	public void close() {
		this.telemetry.close();
		this.sdk.close();
	}

	/**
	 * What an attribute is that a span does not have.
	 */
	enum Absent {

		VALUE

	}

}

package io.voicetelemetry.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is encoded here is what OpenTelemetry's exporter encodes.
 */
class OtlpEncoderTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final Resource RESOURCE = Resource
		.create(Attributes.of(AttributeKey.stringKey("service.name"), "café"), "https://example.org/resource");

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.builder("scope")
		.setVersion("1")
		.setSchemaUrl("https://example.org/scope")
		.setAttributes(Attributes.of(AttributeKey.longKey("number"), 1L))
		.build();

	private final OtlpEncoder encoder = new OtlpEncoder();

	private final ExporterEncoder exporter = new ExporterEncoder();

	@AfterEach
	void close() {
		this.encoder.close();
		this.exporter.close();
	}

	@ParameterizedTest
	@MethodSource("spans")
	void encodesASpanAsTheExporterDoes(SpanData span) {
		// The second time, what does not change is known.
		for (int i = 0; i < 2; i++) {
			assertThat(this.encoder.encode(List.of(span))).isEqualTo(this.exporter.encode(List.of(span)));
		}
	}

	@Test
	void encodesManySpansAsTheExporterDoes() {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			spans().forEach(spans::add);
			if (i % 100 == 0) {
				assertThat(this.encoder.encode(spans)).isEqualTo(this.exporter.encode(spans));
			}
		}
		assertThat(this.encoder.encode(List.of())).isEmpty();
	}

	@Test
	void keepsResourcesAndScopesApart() throws Exception {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			spans.add(span().setName(i % 150 + "/" + i % 100)
				.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("name"), "" + i % 150)))
				.setInstrumentationScopeInfo(InstrumentationScopeInfo.create("" + i % 100))
				.build());
		}
		List<String> names = new ArrayList<>();
		ExportTraceServiceRequest.parseFrom(this.encoder.encode(spans))
			.getResourceSpansList()
			.forEach((resource) -> resource.getScopeSpansList().forEach((scope) -> {
				String name = resource.getResource().getAttributes(0).getValue().getStringValue() + "/"
						+ scope.getScope().getName();
				assertThat(scope.getSpansList()).extracting(Span::getName).containsOnly(name);
				scope.getSpansList().forEach((span) -> names.add(span.getName()));
			}));
		assertThat(names).containsExactlyInAnyOrderElementsOf(spans.stream().map(SpanData::getName).toList());
	}

	static Stream<SpanData> spans() {
		SpanContext local = SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(),
				TraceState.getDefault());
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331", TraceFlags.getDefault(),
				TraceState.builder().put("a", "1").put("b", "2").build());
		Attributes more = Attributes.of(AttributeKey.booleanKey("yes"), true, AttributeKey.stringKey("text"), "");
		return Stream.of(span(), span().setParentSpanContext(local), span().setParentSpanContext(remote),
				span().setSpanContext(remote), span().setName(""), span().setName("x".repeat(20_000)),
				span().setKind(SpanKind.SERVER), span().setKind(SpanKind.CLIENT), span().setKind(SpanKind.PRODUCER),
				span().setKind(SpanKind.CONSUMER), span().setStartEpochNanos(0).setEndEpochNanos(0),
				span().setStatus(StatusData.ok()), span().setStatus(StatusData.error()),
				span().setStatus(StatusData.create(StatusData.error().getStatusCode(), "broke off")),
				span().setAttributes(attributes()).setTotalAttributeCount(100),
				span().setAttributes(Attributes.of(AttributeKey.valueKey("value"),
						Value.of(KeyValue.of("inner", Value.of(1)), KeyValue.of("bytes", Value.of(new byte[3]))))),
				span().setEvents(List.of(EventData.create(5, "event", more, 4), EventData.create(0, "", attributes())))
					.setTotalRecordedEvents(7),
				span().setTotalRecordedLinks(3),
				span().setLinks(List.of(LinkData.create(local, more), LinkData.create(remote, Attributes.empty(), 2)))
					.setTotalRecordedLinks(3))
			.map(TestSpanData.Builder::build);
	}

	private static Attributes attributes() {
		AttributesBuilder attributes = Attributes.builder();
		List<String> texts = List.of("", "text", "é", "日本", "\uD83D\uDE00", "half \uD83D", "\u0000", "x".repeat(127),
				"x".repeat(128), "é".repeat(9_000));
		for (int i = 0; i < texts.size(); i++) {
			attributes.put("text" + i, texts.get(i));
			attributes.put("ключ" + texts.get(i), texts.get(i));
		}
		for (long number : new long[] { 0, 1, -1, 127, 128, 16_384, Long.MAX_VALUE, Long.MIN_VALUE }) {
			attributes.put("number" + number, number);
		}
		attributes.put("double", 0.0).put("doubles", 1.5, -0.0, Double.NaN);
		attributes.put("yes", true).put("no", false).put("truths", true, false);
		attributes.put("numbers", 1L, 0L, -1L).put("texts", texts.toArray(String[]::new));
		attributes.put(AttributeKey.stringArrayKey("none"), List.of());
		return attributes.build();
	}

	private static TestSpanData.Builder span() {
		return TestSpanData.builder()
			.setName("span")
			.setKind(SpanKind.INTERNAL)
			.setSpanContext(
					SpanContext.create(TRACE, "a3ce929d0e0e4736", TraceFlags.getSampled(), TraceState.getDefault()))
			.setResource(RESOURCE)
			.setInstrumentationScopeInfo(SCOPE)
			.setStartEpochNanos(1_800_000_000_000_000_000L)
			.setEndEpochNanos(1_800_000_000_000_000_123L)
			.setStatus(StatusData.unset())
			.setHasEnded(true);
	}

}

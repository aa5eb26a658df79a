package io.voicetelemetry.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is done to encoded requests, seen by who decodes them with the schema.
 */
class OtlpRequestTests {

	private static final long START = TimeUnit.SECONDS.toNanos(1_800_000_000);

	private final OtlpEncoder encoder = new OtlpEncoder();

	@Test
	void encodesWhatTheSchemaReads() throws Exception {
		byte[] request = this.encoder.encode(List.of(span(1, "text"), span(2, "text")));
		assertThat(OtlpRequest.spans(request)).isEqualTo(2);
		assertThat(spans(request)).extracting(Span::getName).containsExactly("span 1", "span 2");
	}

	@Test
	void encodesOneRequestAfterAnother() throws Exception {
		this.encoder.encode(List.of(span(1, "one"), span(2, "two")));
		assertThat(spans(this.encoder.encode(List.of(span(3, "three"))))).extracting(Span::getName)
			.containsExactly("span 3");
	}

	@Test
	void splitsUntilEachSpanIsAlone() throws Exception {
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < 37; i++) {
			spans.add(span(i, "text " + i));
		}
		byte[] whole = this.encoder.encode(spans);
		List<byte[]> alone = splitUp(whole);
		assertThat(alone).hasSize(37);
		List<ResourceSpans> parts = new ArrayList<>();
		for (byte[] each : alone) {
			ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(each);
			assertThat(request.getResourceSpansList()).singleElement()
				.satisfies((resource) -> assertThat(resource.getScopeSpansList()).singleElement()
					.satisfies((scope) -> assertThat(scope.getSpansList()).hasSize(1)));
			parts.addAll(request.getResourceSpansList());
		}
		assertThat(flat(parts)).containsExactlyInAnyOrderElementsOf(
				flat(ExportTraceServiceRequest.parseFrom(whole).getResourceSpansList()));
	}

	private static List<byte[]> splitUp(byte[] request) {
		if (OtlpRequest.spans(request) == 1) {
			return List.of(request);
		}
		List<byte[]> parts = new ArrayList<>();
		OtlpRequest.split(request).forEach((half) -> parts.addAll(splitUp(half)));
		return parts;
	}

	/** Each span with the resource and the scope that it is of. */
	private static List<String> flat(List<ResourceSpans> resources) {
		List<String> spans = new ArrayList<>();
		for (ResourceSpans resource : resources) {
			for (ScopeSpans scope : resource.getScopeSpansList()) {
				for (Span span : scope.getSpansList()) {
					spans.add(resource.getResource() + resource.getSchemaUrl() + scope.getScope() + scope.getSchemaUrl()
							+ span);
				}
			}
		}
		return spans;
	}

	@Test
	void doesNotSplitASpan() {
		byte[] request = this.encoder.encode(List.of(span(1, "text")));
		assertThatIllegalArgumentException().isThrownBy(() -> OtlpRequest.split(request));
	}

	@Test
	void shortensTextsAlone() throws Exception {
		byte[] request = this.encoder.encode(List.of(span(1, "x".repeat(5_000)), span(2, "short")));
		List<Span> spans = spans(SpanTexts.shorten(request, 100));
		assertThat(text(spans.get(0).getAttributesList()))
			.isEqualTo("x".repeat(100) + "… [truncated, 5000 characters]");
		assertThat(spans.get(1)).isEqualTo(spans(request).get(1));
		Span before = spans(request).get(0);
		assertThat(spans.get(0).toBuilder().clearAttributes().clearEvents().clearStatus().build())
			.isEqualTo(before.toBuilder().clearAttributes().clearEvents().clearStatus().build());
	}

	@Test
	void shortensWhatEventsAndStatusSay() throws Exception {
		byte[] request = this.encoder.encode(List.of(span(1, "ü".repeat(5_000))));
		Span span = spans(SpanTexts.shorten(request, 100)).get(0);
		String expected = "ü".repeat(100) + "… [truncated, 5000 characters]";
		assertThat(text(span.getEvents(0).getAttributesList())).isEqualTo(expected);
		assertThat(span.getStatus().getMessage()).isEqualTo(expected);
		assertThat(span.getStatus().getCode().getNumber()).isEqualTo(2);
	}

	@Test
	void saysHowLongATextWasAtFirst() throws Exception {
		byte[] once = SpanTexts.shorten(this.encoder.encode(List.of(span(1, "x".repeat(5_000)))), 1_000);
		assertThat(SpanTexts.shorten(once, 1_000)).isEqualTo(once);
		assertThat(text(spans(SpanTexts.shorten(once, 100)).get(0).getAttributesList()))
			.isEqualTo("x".repeat(100) + "… [truncated, 5000 characters]");
	}

	@Test
	void doesNotCutACharacterInTwo() throws Exception {
		byte[] request = this.encoder.encode(List.of(span(1, "a" + "😀".repeat(500))));
		assertThat(text(spans(SpanTexts.shorten(request, 10)).get(0).getAttributesList()))
			.isEqualTo("a" + "😀".repeat(4) + "… [truncated, 1001 characters]");
	}

	@Test
	void setsTheEndUnlessItIsLater() throws Exception {
		byte[] request = this.encoder.encode(List.of(span(1, "text"), span(2, "text")));
		OtlpRequest.setEnd(request, START + 5_000);
		assertThat(spans(request)).extracting(Span::getEndTimeUnixNano).containsExactly(START + 5_000, START + 5_000);
		OtlpRequest.setEnd(request, START + 1_000);
		assertThat(spans(request)).extracting(Span::getEndTimeUnixNano).containsExactly(START + 5_000, START + 5_000);
	}

	@Test
	void survivesAnyBytes() {
		Random random = new Random(4);
		byte[] request = this.encoder.encode(List.of(span(1, "x".repeat(300)), span(2, "text")));
		for (int i = 0; i < 20_000; i++) {
			byte[] damaged = request.clone();
			for (int j = 0; j <= random.nextInt(3); j++) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
			}
			try {
				if (OtlpRequest.spans(damaged) > 1) {
					OtlpRequest.split(damaged);
				}
				SpanTexts.shorten(damaged, 100);
				OtlpRequest.setEnd(damaged, START);
			}
			catch (IllegalArgumentException ex) {
				// It says that this is no request.
			}
		}
	}

	private static List<Span> spans(byte[] request) throws InvalidProtocolBufferException {
		List<Span> spans = new ArrayList<>();
		for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
			resource.getScopeSpansList().forEach((scope) -> spans.addAll(scope.getSpansList()));
		}
		spans.sort((one, other) -> one.getName().compareTo(other.getName()));
		return spans;
	}

	private static String text(List<KeyValue> attributes) {
		return attributes.stream()
			.filter((attribute) -> attribute.getKey().equals("text"))
			.findFirst()
			.orElseThrow()
			.getValue()
			.getStringValue();
	}

	private static SpanData span(int number, String text) {
		Attributes attributes = Attributes.of(AttributeKey.stringKey("text"), text, AttributeKey.longKey("number"),
				(long) number, AttributeKey.stringArrayKey("list"), List.of("a", "b"));
		return TestSpanData.builder()
			.setName("span " + number)
			.setKind(SpanKind.CLIENT)
			.setSpanContext(SpanContext.create(TraceId.fromLongs(1, 2), SpanId.fromLong(number + 1),
					TraceFlags.getSampled(), TraceState.getDefault()))
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "r" + number % 3)))
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.create("scope " + number % 2))
			.setAttributes(attributes)
			.setEvents(List.of(EventData.create(START, "event", attributes)))
			.setStatus(StatusData.create(StatusCode.ERROR, text))
			.setStartEpochNanos(START)
			.setEndEpochNanos(START + 2_000)
			.setHasEnded(true)
			.build();
	}

}

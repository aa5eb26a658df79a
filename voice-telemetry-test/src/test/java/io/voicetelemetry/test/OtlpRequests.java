package io.voicetelemetry.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

/**
 * Requests as an exporter would send them.
 */
final class OtlpRequests {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private OtlpRequests() {
	}

	/** A request with a span per name, and nothing else in it. */
	static byte[] spans(String... names) {
		return request(Stream.of(names).map((name) -> Span.newBuilder().setName(name).build()).toList());
	}

	/** A request with one span that uses every field. */
	static byte[] fullSpan() {
		return request(List.of(Span.newBuilder()
			.setTraceId(id(TRACE_ID))
			.setSpanId(id("b7ad6b7169203331"))
			.setParentSpanId(id("00f067aa0ba902b7"))
			.setName("llm.voice_response")
			.setKind(Span.SpanKind.SPAN_KIND_CLIENT)
			.setStartTimeUnixNano(1_800_000_000_000_000_001L)
			.setEndTimeUnixNano(1_800_000_000_000_000_002L)
			.setTraceState("a=b")
			.setFlags(0x101)
			.addAllAttributes(attributes())
			.addEvents(Span.Event.newBuilder().setName("generation").setTimeUnixNano(5).addAttributes(string("k", "v")))
			.addLinks(Span.Link.newBuilder()
				.setTraceId(id(TRACE_ID))
				.setSpanId(id("00f067aa0ba902b7"))
				.addAttributes(string("k", "v")))
			.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("no"))
			.build()));
	}

	private static List<KeyValue> attributes() {
		AnyValue one = AnyValue.newBuilder().setIntValue(1).build();
		return List.of(string("voice.stage", "llm_request"), string("tokens", "12"),
				entry("long", AnyValue.newBuilder().setIntValue(12)),
				entry("double", AnyValue.newBuilder().setDoubleValue(1.0)),
				entry("boolean", AnyValue.newBuilder().setBoolValue(false)),
				entry("list", AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(one))),
				entry("map",
						AnyValue.newBuilder().setKvlistValue(KeyValueList.newBuilder().addValues(string("k", "v")))),
				entry("bytes", AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8("x"))),
				entry("nothing", AnyValue.newBuilder()), entry("tokens", AnyValue.newBuilder().setIntValue(12)));
	}

	static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return zipped.toByteArray();
	}

	private static byte[] request(List<Span> spans) {
		ScopeSpans ofScope = ScopeSpans.newBuilder()
			.setScope(InstrumentationScope.newBuilder().setName("io.voicetelemetry"))
			.addAllSpans(spans)
			.build();
		Resource resource = Resource.newBuilder().addAttributes(string("service.name", "agent")).build();
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(ofScope))
			.build()
			.toByteArray();
	}

	private static KeyValue string(String key, String value) {
		return entry(key, AnyValue.newBuilder().setStringValue(value));
	}

	private static KeyValue entry(String key, AnyValue.Builder value) {
		return KeyValue.newBuilder().setKey(key).setValue(value).build();
	}

	private static ByteString id(String hex) {
		return ByteString.copyFrom(HexFormat.of().parseHex(hex));
	}

}

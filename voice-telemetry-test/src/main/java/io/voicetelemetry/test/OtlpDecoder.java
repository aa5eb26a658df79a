package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Reads an OTLP trace request. Stateless.
 */
final class OtlpDecoder {

	private OtlpDecoder() {
	}

	static List<ReceivedSpan> decode(byte[] protobuf) throws InvalidProtocolBufferException {
		ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(protobuf);
		List<ReceivedSpan> spans = new ArrayList<>();
		for (ResourceSpans ofResource : request.getResourceSpansList()) {
			for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
				for (Span span : ofScope.getSpansList()) {
					spans.add(span(span, ofScope.getScope().getName(), ofResource.getResource()));
				}
			}
		}
		return spans;
	}

	private static ReceivedSpan span(Span span, String scopeName, Resource resource) {
		return new ReceivedSpan(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()),
				span.getName(), withoutPrefix("SPAN_KIND_", span.getKind()), span.getStartTimeUnixNano(),
				span.getEndTimeUnixNano(), map(span.getAttributesList()), duplicateKeys(span.getAttributesList()),
				span.getEventsList().stream().map(OtlpDecoder::event).toList(),
				span.getLinksList().stream().map(OtlpDecoder::link).toList(),
				withoutPrefix("STATUS_CODE_", span.getStatus().getCode()), span.getStatus().getMessage(), scopeName,
				map(resource.getAttributesList()), span.getTraceState(), span.getFlags());
	}

	private static ReceivedEvent event(Span.Event event) {
		return new ReceivedEvent(event.getName(), event.getTimeUnixNano(), map(event.getAttributesList()));
	}

	private static ReceivedLink link(Span.Link link) {
		return new ReceivedLink(hex(link.getTraceId()), hex(link.getSpanId()), map(link.getAttributesList()));
	}

	private static Map<String, Object> map(List<KeyValue> entries) {
		Map<String, Object> map = new LinkedHashMap<>();
		entries.forEach((entry) -> map.put(entry.getKey(), value(entry.getValue())));
		return map;
	}

	private static List<String> duplicateKeys(List<KeyValue> entries) {
		List<String> keys = new ArrayList<>(entries.stream().map(KeyValue::getKey).toList());
		List.copyOf(keys).stream().distinct().forEach(keys::remove);
		return keys.stream().distinct().toList();
	}

	private static Object value(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case BOOL_VALUE -> value.getBoolValue();
			case INT_VALUE -> value.getIntValue();
			case DOUBLE_VALUE -> value.getDoubleValue();
			case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(OtlpDecoder::value).toList();
			case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList());
			case BYTES_VALUE -> value.getBytesValue().asReadOnlyByteBuffer();
			// the string table that the other points into exists in profiles alone
			case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> Optional.empty();
		};
	}

	private static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

	private static String withoutPrefix(String prefix, Enum<?> constant) {
		return constant.name().replace(prefix, "");
	}

}

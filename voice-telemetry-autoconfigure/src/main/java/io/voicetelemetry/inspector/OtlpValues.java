package io.voicetelemetry.inspector;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;

/**
 * Attributes in the JSON encoding of OTLP: each value says its type, 64-bit integers are
 * text, bytes are Base64.
 */
final class OtlpValues {

	private OtlpValues() {
	}

	static List<Object> attributes(Attributes attributes) {
		List<Object> json = new ArrayList<>();
		attributes.forEach((key, value) -> json.add(attribute(key.getKey(), value)));
		return json;
	}

	private static Map<String, Object> attribute(String key, Object value) {
		return Map.of("key", key, "value", value(value));
	}

	private static Map<String, Object> value(Object value) {
		if (value instanceof Value<?> any) {
			return switch (any.getType()) {
				case ARRAY -> value(any.getValue());
				case KEY_VALUE_LIST -> Map.of("kvlistValue",
						Map.of("values",
								((List<?>) any.getValue()).stream()
									.map(KeyValue.class::cast)
									.map((each) -> attribute(each.getKey(), each.getValue()))
									.toList()));
				case BYTES -> Map.of("bytesValue", base64((ByteBuffer) any.getValue()));
				case EMPTY -> Map.of();
				default -> value(any.getValue());
			};
		}
		if (value instanceof Boolean) {
			return Map.of("boolValue", value);
		}
		if (value instanceof Long whole) {
			return Map.of("intValue", whole.toString());
		}
		if (value instanceof Double) {
			return Map.of("doubleValue", value);
		}
		if (value instanceof List<?> list) {
			return Map.of("arrayValue", Map.of("values", list.stream().map(OtlpValues::value).toList()));
		}
		return Map.of("stringValue", value.toString());
	}

	private static String base64(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

}

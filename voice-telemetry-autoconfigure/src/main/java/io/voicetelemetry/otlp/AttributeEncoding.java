package io.voicetelemetry.otlp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/**
 * Encodes attributes. Their keys are encoded once. Not thread-safe.
 */
final class AttributeEncoding {

	/** Of a {@code KeyValue}. */
	private static final int KEY = 1;

	private static final int VALUE = 2;

	/** Of an {@code AnyValue}. */
	private static final int STRING_VALUE = 1;

	private static final int BOOL_VALUE = 2;

	private static final int INT_VALUE = 3;

	private static final int DOUBLE_VALUE = 4;

	private static final int ARRAY_VALUE = 5;

	/** Of an {@code ArrayValue}. */
	private static final int VALUES = 1;

	private static final int MAX_KEYS = 1_024;

	private static final int MAX_KEY_LENGTH = 256;

	private final Map<String, byte[]> keys = new HashMap<>();

	private final ProtobufOutput out;

	private boolean complete;

	AttributeEncoding(ProtobufOutput out) {
		this.out = out;
	}

	/**
	 * Adds attributes.
	 * @param number of the field that they are
	 * @return whether all of them could be added
	 */
	boolean write(int number, Attributes attributes) {
		this.complete = true;
		attributes.forEach((key, value) -> write(number, key, value));
		return this.complete;
	}

	private void write(int number, AttributeKey<?> key, Object value) {
		byte[] encodedKey = key(key.getKey());
		switch (key.getType()) {
			case STRING -> {
				byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
				begin(number, encodedKey, 1 + ProtobufOutput.bytesOf(text.length) + text.length);
				this.out.write(STRING_VALUE, text);
			}
			case LONG -> {
				begin(number, encodedKey, 1 + ProtobufOutput.bytesOf((Long) value));
				this.out.writeInteger(INT_VALUE, (Long) value);
			}
			case DOUBLE -> {
				begin(number, encodedKey, 1 + Double.BYTES);
				this.out.writeFixed64(DOUBLE_VALUE, Double.doubleToRawLongBits((Double) value));
			}
			case BOOLEAN -> {
				begin(number, encodedKey, 2);
				this.out.writeInteger(BOOL_VALUE, ((Boolean) value) ? 1 : 0);
			}
			case STRING_ARRAY, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY ->
				writeArray(number, encodedKey, (List<?>) value);
			default -> this.complete = false;
		}
	}

	private void begin(int number, byte[] key, int valueSize) {
		this.out.writeLength(number, key.length + 1 + ProtobufOutput.bytesOf(valueSize) + valueSize);
		this.out.write(key, 0, key.length);
		this.out.writeLength(VALUE, valueSize);
	}

	private void writeArray(int number, byte[] key, List<?> values) {
		int attribute = this.out.begin(number, 1);
		this.out.write(key, 0, key.length);
		int value = this.out.begin(VALUE, 1);
		int array = this.out.begin(ARRAY_VALUE, 1);
		for (Object each : values) {
			int element = this.out.begin(VALUES, 1);
			writeElement(each);
			this.out.end(element, 1);
		}
		this.out.end(array, 1);
		this.out.end(value, 1);
		this.out.end(attribute, 1);
	}

	private void writeElement(Object element) {
		if (element instanceof String text) {
			this.out.write(STRING_VALUE, text.getBytes(StandardCharsets.UTF_8));
		}
		else if (element instanceof Long number) {
			this.out.writeInteger(INT_VALUE, number);
		}
		else if (element instanceof Double number) {
			this.out.writeFixed64(DOUBLE_VALUE, Double.doubleToRawLongBits(number));
		}
		else if (element instanceof Boolean truth) {
			this.out.writeInteger(BOOL_VALUE, truth ? 1 : 0);
		}
		else {
			this.complete = false;
		}
	}

	/**
	 * The field of a key.
	 */
	private byte[] key(String name) {
		byte[] known = this.keys.get(name);
		if (known != null) {
			return known;
		}
		ProtobufOutput key = new ProtobufOutput(name.length() + 4);
		key.writeText(KEY, name);
		byte[] encoded = key.toByteArray();
		if (this.keys.size() < MAX_KEYS && name.length() <= MAX_KEY_LENGTH) {
			this.keys.put(name, encoded);
		}
		return encoded;
	}

}

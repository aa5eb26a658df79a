package io.voicetelemetry.aop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.voicetelemetry.content.ValueText;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Writes one attribute of an annotated call.
 *
 * @param attribute the attribute
 * @param source where its value comes from
 */
record AttributeWriter(TelemetryAttribute<?> attribute, ValueSource source) {

	private static final Set<TelemetryAttribute<?>> MEASURED = measured();

	private static Set<TelemetryAttribute<?>> measured() {
		Set<TelemetryAttribute<?>> measured = new HashSet<>(Set.of(TelemetryAttributes.PROVIDER_NAME,
				TelemetryAttributes.REQUEST_MODEL, TelemetryAttributes.RESPONSE_MODEL, TelemetryAttributes.RESPONSE_ID,
				TelemetryAttributes.USE_CASE, TelemetryAttributes.CALL_SITE, TelemetryAttributes.TOOL_NAME,
				TelemetryAttributes.TTS_SEGMENT_ID, TelemetryAttributes.TTS_AUDIO_DURATION,
				TelemetryAttributes.STT_AUDIO_DURATION));
		// The tokens of each type are among the numbers.
		TelemetryAttributes.all()
			.stream()
			.filter((attribute) -> attribute.key().getType() == AttributeType.LONG)
			.forEach(measured::add);
		return measured;
	}

	/**
	 * A writer for a key of the application's own: typed as this project's vocabulary has
	 * it, else as the values are.
	 * @param type the type of the values
	 */
	static AttributeWriter of(String key, boolean content, Class<?> type, ValueSource source) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key);
		if (known != null) {
			return new AttributeWriter(known, source);
		}
		if (content) {
			return new AttributeWriter(TelemetryAttribute.content(AttributeKey.stringKey(key)), source);
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (boxed == Boolean.class) {
			return new AttributeWriter(TelemetryAttribute.safe(AttributeKey.booleanKey(key)), source);
		}
		if (boxed == Double.class || boxed == Float.class || boxed == BigDecimal.class) {
			return new AttributeWriter(TelemetryAttribute.safe(AttributeKey.doubleKey(key)), source);
		}
		if (Number.class.isAssignableFrom(boxed)) {
			return new AttributeWriter(TelemetryAttribute.safe(AttributeKey.longKey(key)), source);
		}
		return new AttributeWriter(TelemetryAttributes.ofString(key), source);
	}

	/**
	 * Those whose values are known when the method is called.
	 */
	static AttributeWriter[] before(List<AttributeWriter> writers) {
		return writers.stream().filter((writer) -> !writer.source().needsResult()).toArray(AttributeWriter[]::new);
	}

	/**
	 * Those whose values are known only when the method has returned.
	 */
	static AttributeWriter[] after(List<AttributeWriter> writers) {
		return writers.stream().filter((writer) -> writer.source().needsResult()).toArray(AttributeWriter[]::new);
	}

	/**
	 * Those whose values figures need.
	 */
	static AttributeWriter[] measured(AttributeWriter[] writers) {
		return Arrays.stream(writers)
			.filter((writer) -> MEASURED.contains(writer.attribute()))
			.toArray(AttributeWriter[]::new);
	}

	static void writeAll(AttributeWriter[] writers, VoiceSpan span, Invocation invocation, VoiceTelemetry telemetry) {
		for (AttributeWriter writer : writers) {
			writer.write(span, invocation, telemetry);
		}
	}

	private void write(VoiceSpan span, Invocation invocation, VoiceTelemetry telemetry) {
		try {
			UserCodeFence fence = this.source.fence(invocation);
			if (fence == null) {
				writeValue(span, invocation, telemetry);
			}
			else {
				fence.call(() -> {
					writeValue(span, invocation, telemetry);
					return null;
				}, new InPlace.Reports(telemetry));
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "The value of the attribute " + this.attribute.key(), ex);
		}
	}

	private void writeValue(VoiceSpan span, Invocation invocation, VoiceTelemetry telemetry) {
		Object value = this.source.value(invocation);
		if (value != null) {
			write(span, value, telemetry);
		}
	}

	@SuppressWarnings("unchecked") // The value is converted to the type of the key.
	private void write(VoiceSpan span, Object value, VoiceTelemetry telemetry) {
		Object converted = convert(this.attribute.key().getType(), value);
		if (converted == null) {
			telemetry.refused(RefusalReason.INVALID_VALUE, "A " + value.getClass().getName() + " as " + this.attribute,
					null);
			return;
		}
		span.set((TelemetryAttribute<Object>) this.attribute, converted);
	}

	private static @Nullable Object convert(AttributeType type, Object value) {
		return switch (type) {
			case STRING -> ValueText.of(value);
			case LONG -> (value instanceof Number number) ? wholeNumber(number) : parseLong(value);
			case DOUBLE -> (value instanceof Number number) ? (Object) number.doubleValue() : parseDouble(value);
			case BOOLEAN -> (value instanceof Boolean) ? value : parseBoolean(value);
			case STRING_ARRAY -> strings(value);
			default -> null;
		};
	}

	/**
	 * What is no number, or has a fraction, is not known as a whole number.
	 */
	private static @Nullable Long wholeNumber(Number number) {
		if (number instanceof Integer || number instanceof Long) {
			return number.longValue();
		}
		return (number.doubleValue() == Math.rint(number.doubleValue())) ? number.longValue() : null;
	}

	private static @Nullable Boolean parseBoolean(Object value) {
		String text = String.valueOf(value).trim();
		return "true".equalsIgnoreCase(text) ? Boolean.TRUE : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
	}

	private static @Nullable Long parseLong(Object value) {
		try {
			return Long.valueOf(String.valueOf(value).trim());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Double parseDouble(Object value) {
		try {
			return Double.valueOf(String.valueOf(value).trim());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static List<String> strings(Object value) {
		List<String> strings = new ArrayList<>();
		Collection<?> values = (value instanceof Collection<?> collection) ? collection
				: (value instanceof Object[] array) ? Arrays.asList(array) : List.of(value);
		values.forEach((each) -> strings.add(String.valueOf(each)));
		return strings;
	}

}

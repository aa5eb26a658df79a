package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Brings the spans of frameworks to the vocabulary of ours: values to the types that the
 * GenAI conventions ask for, since Micrometer's tags are all strings, and what they have
 * under former or later names.
 */
final class GenAiConventions {

	/**
	 * As they were called up to 1.36 of the conventions, and are by Spring AI, or will
	 * be.
	 */
	// @formatter:off
	private static final Map<String, TelemetryAttribute<?>> OTHER_NAMES = Map.of(
			"gen_ai.system", TelemetryAttributes.PROVIDER_NAME,
			"gen_ai.usage.prompt_tokens", TelemetryAttributes.INPUT_TOKENS,
			"gen_ai.usage.completion_tokens", TelemetryAttributes.OUTPUT_TOKENS,
			"gen_ai.usage.cache_write.input_tokens", TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS);
	// @formatter:on

	private GenAiConventions() {
	}

	/**
	 * A span with canonical attributes.
	 */
	static SpanData normalized(SpanData span) {
		if (span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE)) {
			return span;
		}
		List<Conversion<?>> conversions = new ArrayList<>();
		span.getAttributes().forEach((key, value) -> {
			if (key.getType() == AttributeType.STRING) {
				Conversion<?> conversion = Conversion.of(TelemetryAttributes.find(key.getKey()), (String) value);
				if (conversion != null) {
					conversions.add(conversion);
				}
			}
		});
		OTHER_NAMES.forEach((other, attribute) -> addIfMissing(conversions, span.getAttributes(), other, attribute));
		if (conversions.isEmpty()) {
			return span;
		}
		SpanRewrite normalized = new SpanRewrite(span);
		conversions.forEach((conversion) -> conversion.putInto(normalized));
		return normalized.toSpanData();
	}

	private static void addIfMissing(List<Conversion<?>> conversions, Attributes attributes, String other,
			TelemetryAttribute<?> attribute) {
		String text = attributes.get(AttributeKey.stringKey(other));
		Long number = attributes.get(AttributeKey.longKey(other));
		AttributeKey<?> key = attribute.key();
		if ((text == null && number == null)
				|| attributes.asMap().keySet().stream().anyMatch((known) -> known.getKey().equals(key.getKey()))) {
			return;
		}
		Conversion<?> conversion = (key.getType() == AttributeType.STRING)
				? (text != null) ? new Conversion<>(AttributeKey.stringKey(key.getKey()), text) : null
				: Conversion.of(attribute, (number != null) ? number.toString() : (text != null) ? text : "");
		if (conversion != null) {
			conversions.add(conversion);
		}
	}

	/**
	 * A text that has another type by the conventions.
	 *
	 * @param <T> the type
	 * @param key the key
	 * @param value the value
	 */
	private record Conversion<T>(AttributeKey<T> key, T value) {

		void putInto(SpanRewrite rewrite) {
			rewrite.put(this.key, this.value);
		}

		static @Nullable Conversion<?> of(@Nullable TelemetryAttribute<?> attribute, String text) {
			if (attribute == null) {
				return null;
			}
			String name = attribute.key().getKey();
			try {
				return switch (attribute.key().getType()) {
					case LONG -> new Conversion<>(AttributeKey.longKey(name), Long.valueOf(text.trim()));
					case DOUBLE -> new Conversion<>(AttributeKey.doubleKey(name), Double.valueOf(text.trim()));
					case BOOLEAN -> new Conversion<>(AttributeKey.booleanKey(name), Boolean.valueOf(text.trim()));
					case STRING_ARRAY -> new Conversion<>(AttributeKey.stringArrayKey(name), list(text));
					default -> null;
				};
			}
			catch (NumberFormatException ex) {
				// Not what the conventions ask for: sent as it is.
				return null;
			}
		}

		/**
		 * As Spring AI writes them: {@code ["stop"]}.
		 */
		private static List<String> list(String text) {
			String inner = text.trim();
			if (inner.startsWith("[") && inner.endsWith("]")) {
				inner = inner.substring(1, inner.length() - 1);
			}
			List<String> values = new ArrayList<>();
			for (String value : inner.split(",")) {
				String trimmed = value.trim();
				if (trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")) {
					trimmed = trimmed.substring(1, trimmed.length() - 1);
				}
				if (!trimmed.isEmpty()) {
					values.add(trimmed);
				}
			}
			return values;
		}

	}

}

package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

	// @formatter:off
	/**
	 * As they were called up to 1.36 of the conventions, and are by Spring AI, or will
	 * be.
	 */
	private static final Map<String, TelemetryAttribute<?>> OTHER_NAMES = Map.of(
			"gen_ai.system", TelemetryAttributes.PROVIDER_NAME,
			"gen_ai.usage.prompt_tokens", TelemetryAttributes.INPUT_TOKENS,
			"gen_ai.usage.completion_tokens", TelemetryAttributes.OUTPUT_TOKENS,
			"gen_ai.usage.cache_write.input_tokens", TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS,
			"spring.ai.tool.definition.name", TelemetryAttributes.TOOL_NAME,
			"spring.ai.tool.call.id", TelemetryAttributes.TOOL_CALL_ID);

	/** Of content there must be no second copy, which nobody would hide. */
	private static final Map<String, TelemetryAttribute<?>> OTHER_NAMES_OF_CONTENT = Map.of(
			"spring.ai.tool.definition.description", TelemetryAttributes.TOOL_DESCRIPTION,
			"spring.ai.tool.call.arguments", TelemetryAttributes.TOOL_CALL_ARGUMENTS,
			"spring.ai.tool.call.result", TelemetryAttributes.TOOL_CALL_RESULT);

	/** Of OpenLLMetry. A product that saw both names would take them for other tokens. */
	private static final Map<String, TelemetryAttribute<?>> OTHER_NAMES_OF_PARTS = Map.of(
			"gen_ai.usage.cache_read_input_tokens", TelemetryAttributes.CACHE_READ_INPUT_TOKENS,
			"gen_ai.usage.cache_creation_input_tokens", TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS);
	// @formatter:on

	private static final String USAGE = "gen_ai.usage.";

	/** The largest number that is exact in JavaScript. */
	private static final long LARGEST = (1L << 53) - 1;

	private GenAiConventions() {
	}

	/**
	 * A span with canonical attributes.
	 */
	static SpanData normalized(SpanData span) {
		if (span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE)) {
			return span;
		}
		Attributes attributes = span.getAttributes();
		List<Consumer<SpanRewrite>> changes = new ArrayList<>();
		attributes.forEach((key, value) -> {
			Conversion<?> conversion = Conversion.of(key, value);
			if (conversion != null) {
				changes.add(conversion.isPossible() ? conversion::putInto : (rewrite) -> rewrite.remove(key.getKey()));
			}
		});
		OTHER_NAMES.forEach((other, attribute) -> addIfMissing(changes, attributes, other, attribute, false));
		OTHER_NAMES_OF_CONTENT.forEach((other, attribute) -> addIfMissing(changes, attributes, other, attribute, true));
		if (includesParts(attributes)) {
			OTHER_NAMES_OF_PARTS
				.forEach((other, attribute) -> addIfMissing(changes, attributes, other, attribute, true));
		}
		if (changes.isEmpty()) {
			return span;
		}
		SpanRewrite normalized = new SpanRewrite(span);
		changes.forEach((change) -> change.accept(normalized));
		return normalized.toSpanData();
	}

	private static void addIfMissing(List<Consumer<SpanRewrite>> changes, Attributes attributes, String other,
			TelemetryAttribute<?> attribute, boolean moved) {
		String text = text(attributes, other);
		AttributeKey<?> key = attribute.key();
		if (text == null
				|| attributes.asMap().keySet().stream().anyMatch((known) -> known.getKey().equals(key.getKey()))) {
			return;
		}
		Conversion<?> conversion = (key.getType() == AttributeType.STRING)
				? new Conversion<>(AttributeKey.stringKey(key.getKey()), text) : Conversion.parse(key, text);
		if (conversion != null && conversion.isPossible()) {
			changes.add(conversion::putInto);
			if (moved) {
				changes.add((rewrite) -> rewrite.remove(other));
			}
		}
	}

	private static @Nullable String text(Attributes attributes, String key) {
		Long number = attributes.get(AttributeKey.longKey(key));
		return (number != null) ? number.toString() : attributes.get(AttributeKey.stringKey(key));
	}

	/**
	 * Whether the tokens of a cache may be part of the tokens of the input, as the
	 * conventions have it. What is more than the whole is not a part of it.
	 */
	private static boolean includesParts(Attributes attributes) {
		Long input = count(attributes, TelemetryAttributes.INPUT_TOKENS.key().getKey());
		input = (input != null) ? input : count(attributes, "gen_ai.usage.prompt_tokens");
		long rest = (input != null) ? input : -1;
		for (String part : OTHER_NAMES_OF_PARTS.keySet()) {
			Long count = count(attributes, part);
			rest -= (count != null) ? count : 0;
		}
		return rest >= 0;
	}

	private static @Nullable Long count(Attributes attributes, String key) {
		String text = text(attributes, key);
		Conversion<?> count = (text != null) ? Conversion.parse(AttributeKey.longKey(key), text) : null;
		return (count != null && count.isPossible() && count.value() instanceof Long number) ? number : null;
	}

	/**
	 * A value as the conventions ask for it.
	 *
	 * @param <T> the type
	 * @param key the key
	 * @param value the value
	 */
	private record Conversion<T>(AttributeKey<T> key, T value) {

		void putInto(SpanRewrite rewrite) {
			rewrite.put(this.key, this.value);
		}

		/**
		 * Whether there can be so many tokens, or it can take so long. Products would add
		 * it to what others have used.
		 */
		boolean isPossible() {
			if (this.value instanceof Double number) {
				boolean signed = !this.key.getKey().startsWith(USAGE)
						&& !this.key.equals(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
				return Double.isFinite(number) && (signed || number >= 0);
			}
			return !(this.value instanceof Long number) || !this.key.getKey().startsWith(USAGE) || number >= 0;
		}

		/**
		 * Of what is not as it should be, or may not be.
		 */
		static @Nullable Conversion<?> of(AttributeKey<?> key, Object value) {
			TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
			if (value instanceof String text) {
				return (known != null) ? parse(known.key(), text) : null;
			}
			boolean usage = key.getKey().startsWith(USAGE);
			if (value instanceof Long number && usage && (number < 0 || number > LARGEST)) {
				return new Conversion<>(AttributeKey.longKey(key.getKey()), Math.min(number, LARGEST));
			}
			if (value instanceof Double number && (usage || known != null)) {
				Conversion<?> same = new Conversion<>(AttributeKey.doubleKey(key.getKey()), number);
				return same.isPossible() ? null : same;
			}
			return null;
		}

		static @Nullable Conversion<?> parse(AttributeKey<?> key, String text) {
			String name = key.getKey();
			try {
				return switch (key.getType()) {
					case LONG -> new Conversion<>(AttributeKey.longKey(name), number(name, text.trim()));
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

		private static Long number(String name, String text) {
			if (!name.startsWith(USAGE)) {
				return Long.valueOf(text);
			}
			if (text.equals("NaN")) {
				return -1L;
			}
			boolean tooLong = text.length() > 18 && text.chars().allMatch((digit) -> digit >= '0' && digit <= '9');
			return tooLong ? LARGEST : Math.min(Long.parseLong(text), LARGEST);
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

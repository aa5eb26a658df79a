package io.voicetelemetry.session;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells from a key alone whether its value is content, for keys that applications choose:
 * those that the GenAI conventions define as opt-in content, those of
 * {@link TelemetryAttributes}, and any key with a segment {@code pii}, as LiveKit marks
 * them.
 */
final class ContentKeys {

	private static final Set<String> KEYS = Set.of("gen_ai.tool.definitions", "gen_ai.tool.description",
			"gen_ai.retrieval.query.text", "gen_ai.retrieval.documents", "gen_ai.memory.query.text",
			"gen_ai.memory.records", "gen_ai.evaluation.explanation", "gen_ai.prompt", "gen_ai.completion",
			"input.value", "output.value");

	private static final String PROMPT_VARIABLE = "gen_ai.prompt.variable.";

	private static final Pattern PII_SEGMENT = Pattern.compile("(^|\\.)pii(\\.|$)");

	private ContentKeys() {
	}

	static boolean isContent(String key) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key);
		if (known != null) {
			return known.isContent();
		}
		return KEYS.contains(key) || key.startsWith(PROMPT_VARIABLE) || PII_SEGMENT.matcher(key).find();
	}

}

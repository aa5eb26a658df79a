package io.voicetelemetry.session;

import java.util.Set;

/**
 * Tells from a key alone whether its value is content, for keys that applications choose:
 * those that the GenAI conventions define as opt-in content, those of
 * {@link TelemetryAttributes}, and any key with a segment {@code pii}, as LiveKit marks
 * them.
 */
final class ContentKeys {

	private static final Set<String> KEYS = Set.of("gen_ai.retrieval.query.text", "gen_ai.retrieval.documents",
			"gen_ai.memory.query.text", "gen_ai.memory.records", "gen_ai.evaluation.explanation", "gen_ai.prompt",
			"gen_ai.completion", "input.value", "output.value");

	private static final String PROMPT_VARIABLE = "gen_ai.prompt.variable.";

	private static final String PII = "pii";

	private ContentKeys() {
	}

	static boolean isContent(String key) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key);
		return (known != null) ? known.isContent() : namesContent(key);
	}

	/**
	 * The same for a key that {@link TelemetryAttributes} does not have.
	 */
	static boolean namesContent(String key) {
		return KEYS.contains(key) || key.startsWith(PROMPT_VARIABLE) || hasPiiSegment(key)
				|| FrameworkContentKeys.contains(key);
	}

	private static boolean hasPiiSegment(String key) {
		for (int start = key.indexOf(PII); start >= 0; start = key.indexOf(PII, start + 1)) {
			int end = start + PII.length();
			if ((start == 0 || key.charAt(start - 1) == '.') && (end == key.length() || key.charAt(end) == '.')) {
				return true;
			}
		}
		return false;
	}

}

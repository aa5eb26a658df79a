package io.voicetelemetry.dialect;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What OpenInference's environment variables hide. They know the keys of OpenInference
 * alone; here they hide the same text under every key of the span that holds it, and what
 * may be that text.
 *
 * @param hidden what is hidden
 * @see <a href=
 * "https://github.com/Arize-ai/openinference/blob/1fe497f/spec/configuration.md">Configuration
 * of OpenInference</a>
 */
record OpenInferencePrivacy(Set<Hidden> hidden) {

	static final String REDACTED = "__REDACTED__";

	private static final String PREFIX = "OPENINFERENCE_HIDE_";

	private static final Set<String> SHOWN = Set.of("", "false", "0", "no", "off");

	/** OpenInference says of exceptions nothing: they are shown. */
	private static final String EXCEPTION = "exception.";

	/** By the stage, or since OpenInference has a variable for them. */
	private static final Set<String> JUDGED_APART = Set.of("input.value", "output.value",
			OpenInferenceDialect.TOOL_PARAMETERS, TelemetryAttributes.INPUT_MESSAGES.key().getKey(),
			TelemetryAttributes.OUTPUT_MESSAGES.key().getKey(), TelemetryAttributes.SYSTEM_INSTRUCTIONS.key().getKey(),
			TelemetryAttributes.TRANSCRIPT.key().getKey(), TelemetryAttributes.SPOKEN_TEXT.key().getKey(),
			TelemetryAttributes.TTS_INPUT_TEXT.key().getKey(), TelemetryAttributes.TOOL_CALL_ARGUMENTS.key().getKey(),
			TelemetryAttributes.TOOL_CALL_RESULT.key().getKey(), TelemetryAttributes.TOOL_DEFINITIONS.key().getKey(),
			TelemetryAttributes.TOOL_DESCRIPTION.key().getKey());

	private static final List<String> GROUPS_JUDGED_APART = List.of(OpenInferenceDialect.INPUT_MESSAGES,
			OpenInferenceDialect.OUTPUT_MESSAGES, "llm.prompts", "llm.choices", "retrieval.documents", "embedding.");

	OpenInferencePrivacy {
		hidden = Set.copyOf(hidden);
	}

	/**
	 * What some variables hide. A value that is neither yes nor no hides: it is meant to,
	 * more likely than not.
	 * @param variables the value of a variable, {@code null} if it has none
	 * @return what they hide
	 */
	static OpenInferencePrivacy of(Function<String, @Nullable String> variables) {
		Set<Hidden> hidden = EnumSet.noneOf(Hidden.class);
		for (Hidden each : Hidden.values()) {
			if (isSet(variables.apply(PREFIX + each))) {
				hidden.add(each);
			}
		}
		return new OpenInferencePrivacy(hidden);
	}

	private static boolean isSet(@Nullable String value) {
		return value != null && !SHOWN.contains(value.strip().toLowerCase(Locale.ROOT));
	}

	/**
	 * Hides what is to be hidden of a span that was written.
	 */
	void apply(CanonicalSpan span, SpanRewrite rewrite) {
		if (this.hidden.isEmpty()) {
			return;
		}
		boolean text = span.stage() != Stage.FUNCTION_TOOL;
		boolean messages = span.hasMessages();
		boolean input = hides(Hidden.INPUTS) || (text && hides(Hidden.INPUT_TEXT))
				|| (messages && hides(Hidden.INPUT_MESSAGES))
				|| (messages && hides(Hidden.INPUT_IMAGES) && ModelMessages.hasMedia(span.input()));
		boolean output = hides(Hidden.OUTPUTS) || (text && hides(Hidden.OUTPUT_TEXT))
				|| (messages && hides(Hidden.OUTPUT_MESSAGES));
		if (input) {
			redact(rewrite, "input");
			remove(rewrite, TelemetryAttributes.INPUT_MESSAGES.key().getKey(),
					TelemetryAttributes.SYSTEM_INSTRUCTIONS.key().getKey(),
					TelemetryAttributes.TTS_INPUT_TEXT.key().getKey(),
					TelemetryAttributes.TOOL_CALL_ARGUMENTS.key().getKey(), OpenInferenceDialect.TOOL_PARAMETERS,
					"gen_ai.prompt");
		}
		if (output) {
			redact(rewrite, "output");
			remove(rewrite, TelemetryAttributes.OUTPUT_MESSAGES.key().getKey(),
					TelemetryAttributes.TOOL_CALL_RESULT.key().getKey(), "gen_ai.completion");
		}
		if (input || output) {
			// Of these it is not known, or depends on the stage, which side they belong
			// to.
			remove(rewrite, TelemetryAttributes.TRANSCRIPT.key().getKey());
			rewrite.removeIf(OpenInferencePrivacy::isMarked);
		}
		if (output || (input && span.stage() == Stage.TTS_REQUEST)) {
			remove(rewrite, TelemetryAttributes.SPOKEN_TEXT.key().getKey());
		}
		hideMessages(rewrite);
		hideOthers(rewrite);
		hideElsewhere(rewrite);
	}

	private void hideMessages(SpanRewrite rewrite) {
		Predicate<String> input = startsWith(OpenInferenceDialect.INPUT_MESSAGES);
		Predicate<String> output = startsWith(OpenInferenceDialect.OUTPUT_MESSAGES);
		removeIf(rewrite, input, Hidden.INPUTS, Hidden.INPUT_MESSAGES);
		removeIf(rewrite, output, Hidden.OUTPUTS, Hidden.OUTPUT_MESSAGES);
		removeIf(rewrite, input.and(contains(".message_content.image")), Hidden.INPUT_IMAGES);
		redactIf(rewrite, input.and(OpenInferencePrivacy::isText), Hidden.INPUT_TEXT);
		redactIf(rewrite, output.and(OpenInferencePrivacy::isText), Hidden.OUTPUT_TEXT);
	}

	private void hideOthers(SpanRewrite rewrite) {
		String model = TelemetryAttributes.REQUEST_MODEL.key().getKey();
		removeIf(rewrite,
				startsWith(OpenInferenceDialect.INVOCATION_PARAMETERS)
					.or(startsWith(RequestParameters.PREFIX).and((key) -> !key.equals(model))),
				Hidden.LLM_INVOCATION_PARAMETERS);
		removeIf(rewrite,
				startsWith(OpenInferenceDialect.TOOLS).or(TelemetryAttributes.TOOL_DEFINITIONS.key().getKey()::equals),
				Hidden.LLM_TOOLS, Hidden.INPUTS);
		redactIf(rewrite, startsWith("llm.prompts").or(startsWith("gen_ai.prompt")), Hidden.PROMPTS, Hidden.INPUTS);
		redactIf(rewrite, startsWith("llm.choices").or(startsWith("gen_ai.completion")), Hidden.CHOICES,
				Hidden.OUTPUTS);
		redactIf(rewrite, startsWith("retrieval.documents").and((key) -> !key.endsWith(".score")),
				Hidden.RETRIEVAL_DOCUMENTS, Hidden.OUTPUTS);
		removeIf(rewrite, contains("document").and(TelemetryAttributes::isContent).and((key) -> !isJudgedApart(key)),
				Hidden.RETRIEVAL_DOCUMENTS);
		Predicate<String> embedding = startsWith("embedding.");
		redactIf(rewrite, embedding.and(contains("embedding.vector")), Hidden.EMBEDDING_VECTORS,
				Hidden.EMBEDDINGS_VECTORS);
		redactIf(rewrite, embedding.and(contains("embedding.text")), Hidden.EMBEDDINGS_TEXT, Hidden.INPUT_TEXT,
				Hidden.INPUT_MESSAGES, Hidden.INPUTS);
	}

	/**
	 * Hides what others have, as far as it is not known to be of the other side.
	 */
	private void hideElsewhere(SpanRewrite rewrite) {
		boolean input = hides(Hidden.INPUTS, Hidden.INPUT_MESSAGES, Hidden.INPUT_TEXT, Hidden.INPUT_IMAGES,
				Hidden.PROMPTS);
		boolean output = hides(Hidden.OUTPUTS, Hidden.OUTPUT_MESSAGES, Hidden.OUTPUT_TEXT, Hidden.CHOICES);
		if (input || output) {
			Predicate<String> hidden = (key) -> TelemetryAttributes.isContent(key)
					&& (input || !ContentSide.INPUT.has(key)) && (output || !ContentSide.OUTPUT.has(key));
			rewrite.removeIf(hidden.and((key) -> !isJudgedApart(key)))
				.removeFromEventsIf(hidden.and((key) -> !key.startsWith(EXCEPTION)))
				.removeFromLinksIf(hidden);
		}
		if (input || output || hides(Hidden.LLM_TOOLS, Hidden.LLM_INVOCATION_PARAMETERS)) {
			rewrite.removeEventsIf(TelemetryAttributes::isContentEvent);
		}
	}

	private static boolean isJudgedApart(String key) {
		return JUDGED_APART.contains(key) || GROUPS_JUDGED_APART.stream().anyMatch(key::startsWith);
	}

	/**
	 * Whether a key says that it holds what was said, as LiveKit's do.
	 */
	private static boolean isMarked(String key) {
		return key.startsWith("pii.") || key.contains(".pii.");
	}

	private static boolean isText(String key) {
		return key.endsWith(".message.content") || key.endsWith(".message_content.text");
	}

	private static void redact(SpanRewrite rewrite, String side) {
		if (rewrite.has(side + ".value")) {
			rewrite.put(side + ".value", REDACTED).remove(side + ".mime_type");
		}
	}

	private static void remove(SpanRewrite rewrite, String... keys) {
		Arrays.stream(keys).forEach(rewrite::remove);
	}

	private void removeIf(SpanRewrite rewrite, Predicate<String> keys, Hidden... by) {
		if (hides(by)) {
			rewrite.removeIf(keys);
		}
	}

	private void redactIf(SpanRewrite rewrite, Predicate<String> keys, Hidden... by) {
		if (hides(by)) {
			rewrite.replaceIf(keys, REDACTED);
		}
	}

	private boolean hides(Hidden... any) {
		return Arrays.stream(any).anyMatch(this.hidden::contains);
	}

	private static Predicate<String> startsWith(String prefix) {
		return (key) -> key.startsWith(prefix);
	}

	private static Predicate<String> contains(String part) {
		return (key) -> key.contains(part);
	}

	/**
	 * What can be hidden: each the end of the name of a variable.
	 */
	enum Hidden {

		INPUTS, OUTPUTS, INPUT_MESSAGES, OUTPUT_MESSAGES, INPUT_IMAGES, INPUT_TEXT, OUTPUT_TEXT,
		LLM_INVOCATION_PARAMETERS, LLM_TOOLS, PROMPTS, CHOICES, EMBEDDING_VECTORS, EMBEDDINGS_VECTORS, EMBEDDINGS_TEXT,
		RETRIEVAL_DOCUMENTS

	}

}

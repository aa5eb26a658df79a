package io.voicetelemetry.dialect;

import java.util.Map;
import java.util.Set;

import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The GenAI conventions, as OpenObserve reads them: what went in and came out as messages
 * on every span that has content, never the one without the other in front of it; tokens
 * on requests to models alone, because it adds up all spans of a trace; and nothing that
 * it would take for a chat but speech and pipeline stages.
 *
 * @see <a href=
 * "https://github.com/openobserve/openobserve/tree/fbab9b8/src/core/src/traces/otel">What
 * OpenObserve 0.93 reads</a>
 */
final class OpenObserveDialect implements SpanDialect {

	private static final String INPUT = TelemetryAttributes.INPUT_MESSAGES.key().getKey();

	private static final String OUTPUT = TelemetryAttributes.OUTPUT_MESSAGES.key().getKey();

	private static final String ARGUMENTS = TelemetryAttributes.TOOL_CALL_ARGUMENTS.key().getKey();

	private static final String RESULT = TelemetryAttributes.TOOL_CALL_RESULT.key().getKey();

	private static final String SESSION_ID = TelemetryAttributes.SESSION_ID.key().getKey();

	private static final String CONVERSATION_ID = TelemetryAttributes.CONVERSATION_ID.key().getKey();

	/** As the pages of OpenObserve's own guide show the provider. */
	private static final String SYSTEM = "gen_ai.system";

	/** What a span is that names a model and is no request to one: not a chat. */
	private static final String SPAN_KIND = "traceloop.span.kind";

	private static final String TASK = "task";

	private static final String ENVIRONMENT = "deployment.environment.name";

	/** Of Langfuse's vocabulary it reads some and writes it over what was measured. */
	private static final String LANGFUSE = "langfuse.";

	private static final String USAGE = "gen_ai.usage.";

	private static final String ASIDE = "attributes.";

	// @formatter:off
	private static final Set<String> KNOWN_OPERATIONS = Set.of("chat", "text_completion", "generate_content",
			"embeddings", "invoke_agent", "create_agent", "execute_tool", "invoke_workflow", "retrieval");

	/** By the keys of their columns they are not taken for the prompt itself. */
	private static final Map<String, String> PROMPT_COLUMNS = Map.of(
			"gen_ai.prompt.name", "gen_ai_prompt_name",
			"gen_ai.prompt.version", "gen_ai_prompt_version");
	// @formatter:on

	@Override
	public String name() {
		return "openobserve";
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.removeIf((key) -> key.startsWith(LANGFUSE));
		setAside(span, rewrite);
		putIdentity(span, rewrite);
		putContent(span, rewrite);
		rewrite.put(SYSTEM, span.get(TelemetryAttributes.PROVIDER_NAME));
		if (span.isOurs() && !isKnownOperation(span) && wouldBeTakenForAnother(rewrite)) {
			rewrite.put(SPAN_KIND, TASK);
		}
	}

	private static void putIdentity(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.put(SESSION_ID, span.sessionId());
		if (span.get(TelemetryAttributes.CONVERSATION_ID) == null) {
			rewrite.put(CONVERSATION_ID, span.sessionId());
		}
		if (!rewrite.has(ENVIRONMENT)) {
			rewrite.put(ENVIRONMENT, span.resource(ENVIRONMENT));
		}
	}

	private static void putContent(CanonicalSpan span, SpanRewrite rewrite) {
		String input = span.input();
		String output = span.output();
		if (input == null && output == null) {
			return;
		}
		if (span.stage() == Stage.FUNCTION_TOOL) {
			rewrite.put(ARGUMENTS, (input != null) ? input : "{}").put(RESULT, output);
			return;
		}
		// An output without an input is not read.
		rewrite.put(INPUT, (input != null) ? PromptJson.asMessages("user", input) : "[]");
		if (output != null) {
			rewrite.put(OUTPUT, PromptJson.asMessages("assistant", output));
			// These would be read instead, and perhaps have one half alone.
			rewrite.removeEventsIf(TelemetryAttributes::isContentEvent);
		}
	}

	private static boolean isKnownOperation(CanonicalSpan span) {
		String operation = span.operation();
		return operation != null && KNOWN_OPERATIONS.contains(operation);
	}

	private static boolean wouldBeTakenForAnother(SpanRewrite rewrite) {
		return rewrite.has(TelemetryAttributes.REQUEST_MODEL.key().getKey())
				|| rewrite.has(TelemetryAttributes.RESPONSE_MODEL.key().getKey())
				|| rewrite.has(TelemetryAttributes.TOOL_NAME.key().getKey())
				|| rewrite.has(TelemetryAttributes.TOOL_CALL_ID.key().getKey());
	}

	/**
	 * What would be taken for something that it is not, or is said elsewhere.
	 */
	private static void setAside(CanonicalSpan span, SpanRewrite rewrite) {
		MisreadAttributes.setAside(span, rewrite, (name) -> PROMPT_COLUMNS.getOrDefault(name, ASIDE + name));
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (isMoved(span, name, value)) {
				rewrite.remove(name);
			}
			else if (name.startsWith(USAGE) && !span.isCounted()) {
				rewrite.rename(name, ASIDE + name);
			}
		});
	}

	/**
	 * Whether it is content of ours that is sent as a message.
	 */
	private static boolean isMoved(CanonicalSpan span, String name, Object value) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(name);
		return name.startsWith("voice.") && known != null && known.sensitivity() == Sensitivity.CONTENT
				&& (value.equals(span.input()) || value.equals(span.output()));
	}

}

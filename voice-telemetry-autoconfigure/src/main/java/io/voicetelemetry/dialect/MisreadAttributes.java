package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Attributes that Langfuse or OpenObserve would take for something that they are not.
 * Some framework once chose such a key for the input of a span, its model or its name; an
 * application that chooses it for an attribute of its own means something else.
 */
final class MisreadAttributes {

	/** By these first characters the name of a prompt is taken for the prompt itself. */
	private static final String PROMPT = "gen_ai.prompt";

	private static final String COMPLETION = "gen_ai.completion";

	// @formatter:off
	private static final Set<String> OF_PROMPT = Set.of(PROMPT + ".name", PROMPT + ".version");

	private static final Set<String> KEYS = Set.of(
			"prompt", "all_messages_events", "events", "input", "output", "input.value", "output.value",
			"model", "model_config", "tool_arguments", "tool_response", "final_result", "pydantic_ai.all_messages",
			"operation.name", "logfire.msg", "agent.name", "tool.name", "tool_call.function.name",
			"llm.model_name", "llm.response.model", "llm.request.type", "llm.invocation_parameters", "llm.agent.name",
			"cached_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "prompt_cache_hit_tokens",
			"prompt_cache_miss_tokens", "prompt_tokens_details.cached_tokens");

	private static final KeyPrefixes PREFIXES = new KeyPrefixes(List.of(PROMPT, COMPLETION,
			"llm.input_messages", "llm.output_messages", "llm.token_count.", "llm.usage.", "llm.cost.",
			"ai.prompt", "ai.response.", "ai.result.", "ai.toolCall.", "ai.model.", "ai.operationId", "ai.stream.",
			"ai.telemetry.", "ai.usage.", "lk.", "genkit:", "mlflow.", "traceloop.", "gcp.vertex.agent.", "flue.",
			"openinference."));
	// @formatter:on

	private MisreadAttributes() {
	}

	/**
	 * Moves them to where they are only shown. A framework means by such a key what the
	 * product thinks, unless better is known.
	 * @param span the span as it was recorded
	 * @param rewrite what is sent, of which nothing is moved that a dialect has written
	 * @param place the key to move an attribute to, by its key
	 */
	static void setAside(CanonicalSpan span, SpanRewrite rewrite, UnaryOperator<String> place) {
		boolean contentKnown = span.input() != null || span.output() != null;
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (span.isOurs() ? isMisread(name) : (OF_PROMPT.contains(name) || (contentKnown && isPrompt(name)))) {
				rewrite.rename(name, place.apply(name));
			}
		});
	}

	private static boolean isMisread(String key) {
		return KEYS.contains(key) || PREFIXES.begin(key);
	}

	private static boolean isPrompt(String key) {
		return key.startsWith(PROMPT) || key.startsWith(COMPLETION);
	}

}

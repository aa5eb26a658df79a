package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Set;

/**
 * Keys that mean something to Langfuse or OpenObserve because some framework once chose
 * them. An application that chooses one for an attribute of its own means something else,
 * and would see it as the input of a span, as its model or as its name.
 */
final class InterpretedKeys {

	// @formatter:off
	private static final Set<String> KEYS = Set.of(
			"prompt", "all_messages_events", "events", "input", "output", "input.value", "output.value",
			"model", "model_config", "tool_arguments", "tool_response", "final_result", "pydantic_ai.all_messages",
			"operation.name", "logfire.msg", "agent.name", "tool.name", "tool_call.function.name",
			"llm.model_name", "llm.response.model", "llm.request.type", "llm.invocation_parameters", "llm.agent.name",
			"cached_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "prompt_cache_hit_tokens",
			"prompt_cache_miss_tokens", "prompt_tokens_details.cached_tokens");

	private static final List<String> PREFIXES = List.of("gen_ai.prompt", "gen_ai.completion",
			"llm.input_messages", "llm.output_messages", "llm.token_count.", "llm.usage.", "llm.cost.",
			"ai.prompt", "ai.response.", "ai.result.", "ai.toolCall.", "ai.model.", "ai.operationId", "ai.stream.",
			"ai.telemetry.", "ai.usage.", "lk.", "genkit:", "mlflow.", "traceloop.", "gcp.vertex.agent.", "flue.",
			"openinference.");
	// @formatter:on

	private InterpretedKeys() {
	}

	static boolean contains(String key) {
		return KEYS.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
	}

	/**
	 * Whether a key is one of the prompts' of frameworks of old. By its first characters,
	 * also that of a prompt's name, which would be taken for the prompt.
	 */
	static boolean isPrompt(String key) {
		return key.startsWith("gen_ai.prompt") || key.startsWith("gen_ai.completion");
	}

}

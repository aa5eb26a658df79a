package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Set;

/**
 * Of which side of a model or a tool other vocabularies than ours and OpenInference's
 * keep what was said. Keys that depend on the kind of span, or that an application has
 * chosen, are of neither.
 */
enum ContentSide {

	// @formatter:off
	/** What it was given. */
	INPUT(
			Set.of("prompt", "input", "tool_arguments", "llm.prompt_template.variables", "gen_ai.retrieval.query.text",
					"gen_ai.memory.query.text", "gen_ai.tool.input", "spring.ai.tool.call.arguments",
					"spring.ai.chat.client.user.text", "spring.ai.chat.client.system.text", "db.vector.query.content",
					"lk.instructions", "lk.chat_ctx", "lk.function_tool.arguments", "langfuse.observation.input",
					"langfuse.trace.input", "traceloop.entity.input", "gcp.vertex.agent.llm_request",
					"gcp.vertex.agent.tool_call_args", "mlflow.spanInputs", "ai.toolCall.args"),
			List.of("gen_ai.prompt", "ai.prompt", "traceloop.prompt.", "braintrust.input",
					"reranker.input_documents")),

	/** What it answered. */
	OUTPUT(
			Set.of("completion", "output", "final_result", "tool_response", "gen_ai.tool.output",
					"spring.ai.tool.call.result", "lk.response.text", "lk.response.function_calls",
					"lk.function_tool.output", "langfuse.observation.output", "langfuse.trace.output",
					"traceloop.entity.output", "gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_response",
					"mlflow.spanOutputs", "ai.result.text", "ai.result.object", "ai.toolCall.result"),
			List.of("gen_ai.completion", "ai.response.", "braintrust.output", "reranker.output_documents"));
	// @formatter:on

	private final Set<String> keys;

	private final KeyPrefixes prefixes;

	ContentSide(Set<String> keys, List<String> prefixes) {
		this.keys = keys;
		this.prefixes = new KeyPrefixes(prefixes);
	}

	/**
	 * Whether a key is known to be of this side, and thus not of the other.
	 */
	boolean has(String key) {
		return this.keys.contains(key) || this.prefixes.begin(key);
	}

}

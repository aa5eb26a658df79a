package io.voicetelemetry.session;

import java.util.List;
import java.util.Set;

/**
 * The keys under which frameworks and other conventions keep what was said: they put them
 * on spans of their own, and applications on ours.
 */
final class FrameworkContentKeys {

	// @formatter:off
	/** Whole keys. */
	private static final Set<String> KEYS = Set.of(
			// OpenInference
			"input.value", "output.value", "tool.parameters", "tool_call.function.arguments", "embedding.text",
			"llm.function_call", "llm.prompt_template.variables", "document.content", "audio.transcript",
			// Spring AI
			"spring.ai.tool.call.arguments", "spring.ai.tool.call.result", "spring.ai.tool.definition.description",
			"spring.ai.chat.client.user.text",
			"spring.ai.chat.client.system.text", "spring.ai.chat.client.advisor.params",
			"spring.ai.chat.client.system.params", "spring.ai.chat.client.user.params", "db.vector.query.content",
			// LiveKit before 1.7, which has no segment "pii" in them
			"lk.user_input", "lk.instructions", "lk.chat_ctx", "lk.response.text", "lk.response.function_calls",
			"lk.function_tool.arguments", "lk.function_tool.output", "lk.input_text", "lk.user_transcript",
			// Langfuse
			"langfuse.observation.input", "langfuse.observation.output", "langfuse.trace.input", "langfuse.trace.output",
			// OpenLLMetry, Vercel AI SDK, Pipecat, ADK and others
			"traceloop.entity.input", "traceloop.entity.output", "gen_ai.tool.input", "gen_ai.tool.output",
			"gcp.vertex.agent.llm_request", "gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_call_args",
			"gcp.vertex.agent.tool_response", "gcp.vertex.agent.data", "mlflow.spanInputs", "mlflow.spanOutputs",
			"ai.result.text", "ai.result.object", "ai.toolCall.args", "ai.toolCall.result",
			"prompt", "completion", "input", "output", "transcript", "tool_arguments", "tool_response",
			"all_messages_events", "final_result", "pydantic_ai.all_messages");

	/** Of lists, whose keys go on with a number, and of groups. */
	private static final List<String> PREFIXES = List.of("gen_ai.prompt.", "gen_ai.completion.", "gen_ai.prompt_",
			"llm.input_messages", "llm.output_messages", "llm.prompts", "llm.choices", "retrieval.documents",
			"reranker.input_documents", "reranker.output_documents", "embedding.embeddings", "ai.prompt", "ai.response.text",
			"ai.response.object", "ai.response.toolCalls", "traceloop.prompt.", "braintrust.input", "braintrust.output",
			"elevenlabs.transcript");

	/** Of a group of content, what is a name. */
	private static final Set<String> NAMES = Set.of("gen_ai.prompt.name", "gen_ai.prompt.version",
			"traceloop.prompt.key", "traceloop.prompt.version");
	// @formatter:on

	private FrameworkContentKeys() {
	}

	static boolean contains(String key) {
		if (KEYS.contains(key)) {
			return true;
		}
		for (String prefix : PREFIXES) {
			if (key.startsWith(prefix)) {
				return !NAMES.contains(key);
			}
		}
		return false;
	}

}

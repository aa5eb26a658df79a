package io.voicetelemetry.dialect;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A provider as OpenInference knows it.
 *
 * @param name who hosts the model: {@code llm.provider}
 * @param system whose model it is: {@code llm.system}; {@code null} if that does not say
 * @see <a href=
 * "https://github.com/Arize-ai/openinference/blob/1fe497f/spec/semantic_conventions.md">OpenInference</a>
 */
record LlmProvider(String name, @Nullable String system) {

	// @formatter:off
	private static final Map<String, LlmProvider> BY_NAME = Map.ofEntries(
			Map.entry("anthropic", new LlmProvider("anthropic", "anthropic")),
			Map.entry("aws.bedrock", new LlmProvider("aws", "amazon")),
			Map.entry("azure.ai.inference", new LlmProvider("azure", null)),
			Map.entry("azure.ai.openai", new LlmProvider("azure", "openai")),
			Map.entry("azure-openai", new LlmProvider("azure", "openai")),
			Map.entry("cohere", new LlmProvider("cohere", "cohere")),
			Map.entry("deepseek", new LlmProvider("deepseek", "deepseek")),
			Map.entry("gcp.gemini", new LlmProvider("google", null)),
			Map.entry("gcp.gen_ai", new LlmProvider("google", null)),
			Map.entry("gcp.vertex_ai", new LlmProvider("google", "vertexai")),
			Map.entry("google", new LlmProvider("google", null)),
			Map.entry("groq", new LlmProvider("groq", null)),
			Map.entry("mistral_ai", new LlmProvider("mistralai", "mistralai")),
			Map.entry("moonshot_ai", new LlmProvider("moonshot", null)),
			Map.entry("ollama", new LlmProvider("ollama", null)),
			Map.entry("openai", new LlmProvider("openai", "openai")),
			Map.entry("perplexity", new LlmProvider("perplexity", null)),
			Map.entry("vertex_ai", new LlmProvider("google", "vertexai")),
			Map.entry("x_ai", new LlmProvider("xai", "xai")));
	// @formatter:on

	/**
	 * The provider of a name.
	 * @param name as the GenAI conventions, or frameworks, call it
	 * @return the provider, under its own name if OpenInference has none; {@code null} if
	 * there is no name
	 */
	static @Nullable LlmProvider of(@Nullable String name) {
		if (name == null || name.isBlank()) {
			return null;
		}
		String normalized = name.strip().toLowerCase(Locale.ROOT);
		LlmProvider known = BY_NAME.get(normalized);
		return (known != null) ? known : new LlmProvider(normalized, normalized);
	}

}

package io.voicetelemetry.integration.langchain4j;

import java.util.Locale;
import java.util.Map;

import dev.langchain4j.model.ModelProvider;
import org.jspecify.annotations.Nullable;

/**
 * The providers as the GenAI conventions name them. By name, because each release of
 * LangChain4j knows more of them.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md">GenAI
 * attributes</a>
 */
final class ProviderNames {

	private static final String UNKNOWN = "OTHER";

	private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("OPEN_AI", "openai"),
			Map.entry("AMAZON_BEDROCK", "aws.bedrock"), Map.entry("AZURE_OPEN_AI", "azure.ai.openai"),
			Map.entry("MICROSOFT_FOUNDRY", "azure.ai.inference"), Map.entry("GOOGLE_AI_GEMINI", "gcp.gemini"),
			Map.entry("GOOGLE_GENAI", "gcp.gen_ai"), Map.entry("GOOGLE_VERTEX_AI_GEMINI", "gcp.vertex_ai"),
			Map.entry("GOOGLE_VERTEX_AI_ANTHROPIC", "gcp.vertex_ai"), Map.entry("WATSONX", "ibm.watsonx.ai"));

	private ProviderNames() {
	}

	static @Nullable String of(@Nullable ModelProvider provider) {
		if (provider == null || provider.name().equals(UNKNOWN)) {
			return null;
		}
		String name = NAMES.get(provider.name());
		return (name != null) ? name : provider.name().toLowerCase(Locale.ROOT);
	}

}

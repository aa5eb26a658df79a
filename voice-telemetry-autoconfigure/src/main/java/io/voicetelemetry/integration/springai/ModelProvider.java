package io.voicetelemetry.integration.springai;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Who provides a model that does not say so: the part of Spring AI that it is from.
 */
final class ModelProvider {

	private static final String SPRING_AI = "org.springframework.ai.";

	private static final Map<String, String> BY_PACKAGE = Map.of("bedrock", "aws.bedrock", "mistralai", "mistral_ai",
			"vertexai", "gcp.vertex_ai", "google", "gcp.gen_ai", "azure", "azure.ai.openai");

	private ModelProvider() {
	}

	/**
	 * The provider of a model.
	 * @param model the model
	 * @return the provider as the GenAI conventions call it, or {@code null} if unknown
	 */
	static @Nullable String of(Object model) {
		String name = model.getClass().getName();
		if (!name.startsWith(SPRING_AI)) {
			return null;
		}
		int end = name.indexOf('.', SPRING_AI.length());
		if (end < 0) {
			return null;
		}
		String part = name.substring(SPRING_AI.length(), end);
		return BY_PACKAGE.getOrDefault(part, part);
	}

}

package io.voicetelemetry.content;

import org.jspecify.annotations.Nullable;

/**
 * A function that a language model may ask for: content, because descriptions are
 * prompts. Immutable.
 *
 * @param name the tool's name
 * @param description what the model is told about it, or {@code null}
 * @param parameters the schema of its arguments as JSON, or {@code null}
 * @since 0.1
 */
public record ToolDefinition(@Nullable String name, @Nullable String description, @Nullable String parameters) {
}

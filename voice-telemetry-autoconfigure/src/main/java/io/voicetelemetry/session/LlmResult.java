package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a language model answered, for methods annotated with {@code @TracedLlmCall} that
 * return it. What is not known is left out.
 *
 * @since 0.1
 */
public interface LlmResult {

	/**
	 * The answer: content.
	 * @return the text, or {@code null}
	 */
	default @Nullable String text() {
		return null;
	}

	/**
	 * The tools that the model asks for: content.
	 * @return the calls
	 */
	default List<ChatMessage.ToolRequest> requestedTools() {
		return List.of();
	}

	/**
	 * The model that answered.
	 * @return the model, or {@code null}
	 */
	default @Nullable String responseModel() {
		return null;
	}

	/**
	 * The provider's id of the answer.
	 * @return the id, or {@code null}
	 */
	default @Nullable String responseId() {
		return null;
	}

	/**
	 * Why the model stopped.
	 * @return the reasons, one for each choice
	 */
	default List<String> finishReasons() {
		return List.of();
	}

	/**
	 * The tokens that the request took.
	 * @return the tokens, or {@code null}
	 */
	default @Nullable TokenUsage usage() {
		return null;
	}

	/**
	 * Who provides the model, which counts where neither the annotation nor the
	 * application says it.
	 * @return the provider, as the GenAI conventions name it, or {@code null}
	 */
	default @Nullable String provider() {
		return null;
	}

}

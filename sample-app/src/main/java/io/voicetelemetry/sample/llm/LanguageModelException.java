package io.voicetelemetry.sample.llm;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the language model gave no answer.
 */
public class LanguageModelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LanguageModelException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

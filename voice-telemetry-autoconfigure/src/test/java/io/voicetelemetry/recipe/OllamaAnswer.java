package io.voicetelemetry.recipe;

import java.util.List;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;

/**
 * What an answer of Ollama tells. Each method is called only if it is needed: that of the
 * text, only where content is captured.
 */
record OllamaAnswer(OllamaChat chat) implements LlmResult {

	@Override
	public String text() {
		return this.chat.message().content();
	}

	@Override
	public String responseModel() {
		return this.chat.model();
	}

	@Override
	public List<String> finishReasons() {
		return (this.chat.doneReason() != null) ? List.of(this.chat.doneReason()) : List.of();
	}

	/**
	 * Counts that are {@code null} stay unknown.
	 */
	@Override
	public TokenUsage usage() {
		return TokenUsage.of(this.chat.promptTokens(), this.chat.outputTokens());
	}

	@Override
	public String provider() {
		return "ollama";
	}

}

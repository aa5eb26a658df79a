package io.voicetelemetry.sample.model;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.voicetelemetry.sample.model.ChatCompletion.Usage;

/**
 * A tokenizer of sorts: a word with the space before it is a token, and so is every mark.
 */
final class Tokens {

	private static final Pattern TOKEN = Pattern.compile("\\s*(?:[\\p{L}\\p{N}']+|[^\\p{L}\\p{N}\\s])|\\s+");

	private static final int TOKENS_PER_MESSAGE = 4;

	private Tokens() {
	}

	static List<String> split(String text) {
		return TOKEN.matcher(text).results().map(MatchResult::group).toList();
	}

	static Usage usage(ChatCompletionRequest request, Answer answer) {
		int prompt = 0;
		if (request.messages() != null) {
			for (ChatCompletionRequest.Message message : request.messages()) {
				prompt += TOKENS_PER_MESSAGE + split(message.text()).size();
				prompt += (message.toolCalls() != null) ? split(message.toolCalls().toString()).size() : 0;
			}
		}
		prompt += (request.tools() != null) ? split(request.tools().toString()).size() : 0;
		int completion = split(answer.text()).size() + ((answer.tool() != null) ? split(answer.tool()).size() : 0);
		return Usage.of(prompt, completion);
	}

}

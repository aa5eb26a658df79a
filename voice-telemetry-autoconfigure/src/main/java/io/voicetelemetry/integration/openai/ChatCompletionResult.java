package io.voicetelemetry.integration.openai;

import java.util.ArrayList;
import java.util.List;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAudio;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageCustomToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.completions.CompletionUsage;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.openai.OpenAiFields.known;
import static io.voicetelemetry.integration.openai.OpenAiFields.said;

/**
 * What a chat completion tells. Its text and its tools are those of the first choice.
 *
 * @param completion the completion
 */
record ChatCompletionResult(ChatCompletion completion) implements LlmResult {

	@Override
	public @Nullable String text() {
		ChatCompletionMessage message = firstMessage();
		if (message == null) {
			return null;
		}
		String content = said(message._content());
		if (content == null) {
			content = said(message._refusal());
		}
		ChatCompletionAudio audio = (content == null) ? known(message._audio()) : null;
		return (audio != null) ? said(audio._transcript()) : content;
	}

	@Override
	public List<ToolRequest> requestedTools() {
		ChatCompletionMessage message = firstMessage();
		List<ChatCompletionMessageToolCall> calls = (message != null) ? known(message._toolCalls()) : null;
		List<ToolRequest> requests = new ArrayList<>();
		if (calls != null) {
			calls.forEach((call) -> {
				call.function().map(ChatCompletionResult::request).ifPresent(requests::add);
				call.custom().map(ChatCompletionResult::request).ifPresent(requests::add);
			});
		}
		return requests;
	}

	private static ToolRequest request(ChatCompletionMessageFunctionToolCall call) {
		ChatCompletionMessageFunctionToolCall.Function function = known(call._function());
		return new ToolRequest(known(call._id()), (function != null) ? known(function._name()) : null,
				(function != null) ? known(function._arguments()) : null);
	}

	private static ToolRequest request(ChatCompletionMessageCustomToolCall call) {
		ChatCompletionMessageCustomToolCall.Custom custom = known(call._custom());
		return new ToolRequest(known(call._id()), (custom != null) ? known(custom._name()) : null,
				(custom != null) ? known(custom._input()) : null);
	}

	private @Nullable ChatCompletionMessage firstMessage() {
		List<ChatCompletion.Choice> choices = choices();
		return choices.isEmpty() ? null : known(choices.get(0)._message());
	}

	private List<ChatCompletion.Choice> choices() {
		List<ChatCompletion.Choice> choices = known(this.completion._choices());
		return (choices != null) ? choices : List.of();
	}

	@Override
	public @Nullable String responseModel() {
		return said(this.completion._model());
	}

	@Override
	public @Nullable String responseId() {
		return said(this.completion._id());
	}

	@Override
	public List<String> finishReasons() {
		List<String> reasons = new ArrayList<>();
		choices().forEach((choice) -> choice._finishReason()
			.asKnown()
			.map(ChatCompletion.Choice.FinishReason::asString)
			.ifPresent(reasons::add));
		return reasons;
	}

	@Override
	public @Nullable TokenUsage usage() {
		CompletionUsage usage = known(this.completion._usage());
		return (usage != null) ? OpenAiUsage.of(usage) : null;
	}

	@Override
	public String provider() {
		return OpenAiReaders.PROVIDER;
	}

}

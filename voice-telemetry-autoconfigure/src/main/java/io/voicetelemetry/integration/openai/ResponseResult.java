package io.voicetelemetry.integration.openai;

import java.util.ArrayList;
import java.util.List;

import com.openai.models.ChatModel;
import com.openai.models.ResponsesModel;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseError;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputMessage;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseUsage;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.ProviderFailure;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.openai.OpenAiFields.known;
import static io.voicetelemetry.integration.openai.OpenAiFields.said;

/**
 * What a response tells. A finish reason is what made it incomplete, else its status,
 * since this API has none.
 *
 * @param response the response
 */
record ResponseResult(Response response) implements LlmResult {

	@Override
	public @Nullable String text() {
		StringBuilder text = new StringBuilder();
		output().forEach((item) -> item.message().map(ResponseOutputMessage::_content).ifPresent((field) -> {
			List<ResponseOutputMessage.Content> contents = known(field);
			if (contents != null) {
				contents.forEach((content) -> append(text, content));
			}
		}));
		return text.isEmpty() ? null : text.toString();
	}

	private static void append(StringBuilder text, ResponseOutputMessage.Content content) {
		content.outputText().flatMap((output) -> output._text().asKnown()).ifPresent(text::append);
		content.refusal().flatMap((refusal) -> refusal._refusal().asKnown()).ifPresent(text::append);
	}

	@Override
	public List<ToolRequest> requestedTools() {
		List<ToolRequest> requests = new ArrayList<>();
		output().forEach((item) -> {
			item.functionCall()
				.map((call) -> new ToolRequest(known(call._callId()), known(call._name()), known(call._arguments())))
				.ifPresent(requests::add);
			item.customToolCall()
				.map((call) -> new ToolRequest(known(call._callId()), known(call._name()), known(call._input())))
				.ifPresent(requests::add);
		});
		return requests;
	}

	private List<ResponseOutputItem> output() {
		List<ResponseOutputItem> output = known(this.response._output());
		return (output != null) ? output : List.of();
	}

	@Override
	public @Nullable String responseModel() {
		ResponsesModel model = known(this.response._model());
		return (model != null) ? model.string()
			.or(() -> model.chat().map(ChatModel::asString))
			.or(() -> model.only().map(ResponsesModel.ResponsesOnlyModel::asString))
			.orElse(null) : null;
	}

	@Override
	public @Nullable String responseId() {
		return said(this.response._id());
	}

	@Override
	public List<String> finishReasons() {
		Response.IncompleteDetails details = known(this.response._incompleteDetails());
		Response.IncompleteDetails.Reason reason = (details != null) ? known(details._reason()) : null;
		if (reason != null) {
			return List.of(reason.asString());
		}
		ResponseStatus status = known(this.response._status());
		return (status != null) ? List.of(status.asString()) : List.of();
	}

	/**
	 * Why the model could not answer.
	 * @return the failure, or {@code null} if it did
	 */
	@Nullable ProviderFailure failure() {
		ResponseError error = known(this.response._error());
		if (error == null && !ResponseStatus.FAILED.equals(known(this.response._status()))) {
			return null;
		}
		ResponseError.Code code = (error != null) ? known(error._code()) : null;
		return new ProviderFailure((code != null) ? code.asString() : null);
	}

	@Override
	public @Nullable TokenUsage usage() {
		ResponseUsage usage = known(this.response._usage());
		return (usage != null) ? OpenAiUsage.of(usage) : null;
	}

	@Override
	public String provider() {
		return OpenAiReaders.PROVIDER;
	}

}

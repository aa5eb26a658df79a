package io.voicetelemetry.sample.llm;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.voicetelemetry.sample.SampleProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Asks the language model.
 */
@Service
public class LanguageModel {

	private final ObjectProvider<StreamingChatModel> model;

	private final SampleProperties properties;

	LanguageModel(ObjectProvider<StreamingChatModel> model, SampleProperties properties) {
		this.model = model;
		this.properties = properties;
	}

	/**
	 * Send one request and wait for the end of the answer.
	 * @param request messages and tools
	 * @param onText gets the text piece by piece, on the HTTP client's thread
	 * @param cancellation ends the answer early
	 * @return the answer, or what there was of it when cancelled
	 * @throws LanguageModelException if the model failed or took too long
	 */
	public LlmStep generate(ChatRequest request, Consumer<String> onText, Cancellation cancellation) {
		StreamedStep step = new StreamedStep(onText);
		cancellation.onCancel(step::cancel);
		if (!cancellation.isCancelled()) {
			this.model.getObject().chat(request, step);
		}
		return step.await(this.properties.llm().timeout());
	}

}

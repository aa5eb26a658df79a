package io.voicetelemetry.sample.llm;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.voicetelemetry.annotation.TracedLlmNode;
import io.voicetelemetry.sample.SampleProperties;
import io.voicetelemetry.session.LlmNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Asks the language model. The requests need no annotation: those of LangChain4j's models
 * are recorded by themselves. What is here gives what surrounds them a name.
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
	@TracedLlmNode(name = "llm.voice_response", useCase = "phone_reply")
	public LlmStep generate(ChatRequest request, Consumer<String> onText, Cancellation cancellation) {
		StreamedStep step = new StreamedStep(onText);
		cancellation.onCancel(step::cancel);
		if (!cancellation.isCancelled()) {
			this.model.getObject().chat(request, step);
		}
		LlmStep answer = step.await(this.properties.llm().timeout());
		if (answer.cancelled()) {
			// It returns what had arrived, which alone would look like a success.
			LlmNode.current().cancel();
		}
		return answer;
	}

}

package io.voicetelemetry.sample.llm;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.sample.SampleProperties;
import io.voicetelemetry.session.LlmCall;

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
	@TracedLlmCall(name = "llm.voice_response", provider = "${sample.llm.provider}", model = "${sample.llm.model}",
			useCase = "phone_reply", attributes = "gen_ai.request.stream=true")
	public LlmStep generate(ChatRequest request, Consumer<String> onText, Cancellation cancellation) {
		LlmCall call = LlmCall.current();
		RecordedRequest.record(request, call);
		StreamedStep step = new StreamedStep(onText, call);
		cancellation.onCancel(step::cancel);
		if (!cancellation.isCancelled()) {
			this.model.getObject().chat(request, step);
		}
		LlmStep answer = step.await(this.properties.llm().timeout());
		if (answer.cancelled()) {
			// It returns what had arrived, which alone would look like a success.
			call.completion(answer.text());
			call.cancel();
		}
		return answer;
	}

}

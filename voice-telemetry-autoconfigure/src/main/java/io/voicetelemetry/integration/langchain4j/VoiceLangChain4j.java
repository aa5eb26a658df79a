package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Observes models of LangChain4j that are no beans: models that are beans are observed
 * without it.
 *
 * @since 0.1
 */
public final class VoiceLangChain4j {

	private final ObservedModels models;

	/**
	 * Makes observed models.
	 * @param telemetry gives the telemetry, asked for with the first request
	 */
	public VoiceLangChain4j(Supplier<VoiceTelemetry> telemetry) {
		this.models = new ObservedModels(telemetry);
	}

	/**
	 * Has a model observed.
	 * @param model the model
	 * @return the model to use in its place; the same one if it is observed already
	 */
	public ChatModel wrapChatModel(ChatModel model) {
		return wrap(model, ChatModel.class);
	}

	/**
	 * Has a model observed.
	 * @param model the model
	 * @return the model to use in its place; the same one if it is observed already
	 */
	public StreamingChatModel wrapStreamingChatModel(StreamingChatModel model) {
		return wrap(model, StreamingChatModel.class);
	}

	/**
	 * Has a model observed.
	 * @param model the model
	 * @return the model to use in its place; the same one if it is observed already
	 */
	public TextToSpeechModel wrapTextToSpeechModel(TextToSpeechModel model) {
		return wrap(model, TextToSpeechModel.class);
	}

	/**
	 * Has a model observed.
	 * @param model the model
	 * @return the model to use in its place; the same one if it is observed already
	 */
	public AudioTranscriptionModel wrapTranscriptionModel(AudioTranscriptionModel model) {
		return wrap(model, AudioTranscriptionModel.class);
	}

	/**
	 * Has a model observed.
	 * @param model the model
	 * @return the model to use in its place; the same one if it is observed already
	 */
	public EmbeddingModel wrapEmbeddingModel(EmbeddingModel model) {
		return wrap(model, EmbeddingModel.class);
	}

	private <T> T wrap(T model, Class<T> type) {
		if (ObservedModels.isObserved(model)) {
			return model;
		}
		return type.cast(this.models.interfaceProxy(model, model.getClass().getClassLoader()));
	}

}

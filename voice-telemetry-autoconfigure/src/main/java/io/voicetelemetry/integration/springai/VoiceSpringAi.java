package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.model.ChatModel;

/**
 * Has Spring AI's models and observations recorded as stages of a call. Auto-configured
 * where an application has one model of a kind; an application with several, or that
 * makes its models by itself, wraps those it wants to see.
 * <p>
 * Outside any call, what is wrapped does what it would without.
 *
 * @since 0.1
 */
public final class VoiceSpringAi {

	private final Supplier<VoiceTelemetry> telemetry;

	/**
	 * Recording with some telemetry.
	 * @param telemetry the telemetry, asked for when it is first needed
	 */
	public VoiceSpringAi(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	Supplier<VoiceTelemetry> telemetry() {
		return this.telemetry;
	}

	/**
	 * A chat model each request to which is an {@code llm_request}, with the time to the
	 * first token of a stream, and what is known of one that was cancelled.
	 * @param model the model
	 * @return the model, recorded; itself if it is
	 */
	public ChatModel wrapChatModel(ChatModel model) {
		return (model instanceof TracedChatModel) ? model : new TracedChatModel(model, this);
	}

	/**
	 * A model of speech synthesis each request to which is a {@code tts_request}.
	 * @param model the model
	 * @return the model, recorded; itself if it is
	 */
	public TextToSpeechModel wrapTextToSpeechModel(TextToSpeechModel model) {
		return (model instanceof TracedTextToSpeechModel) ? model : new TracedTextToSpeechModel(model, this);
	}

	/**
	 * A model of speech recognition each request to which is an {@code stt_request}.
	 * @param model the model
	 * @return the model, recorded; itself if it is
	 */
	public TranscriptionModel wrapTranscriptionModel(TranscriptionModel model) {
		return (model instanceof TracedTranscriptionModel) ? model : new TracedTranscriptionModel(model, this);
	}

	/**
	 * The handler that makes stages of Spring AI's observations, where nothing makes
	 * spans of observations.
	 * @return the handler
	 */
	public ObservationHandler<Observation.Context> observationHandler() {
		return new PlainObservationHandler(this.telemetry);
	}

}

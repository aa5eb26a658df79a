package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponse;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import reactor.core.publisher.Flux;

/**
 * A model of speech recognition whose requests are recorded where it is asked in a call.
 */
// Not final: aspects of an application may proxy it like any model.
class TracedTranscriptionModel implements TranscriptionModel {

	private final TranscriptionModel model;

	private final Supplier<VoiceTelemetry> telemetry;

	TracedTranscriptionModel(TranscriptionModel model, VoiceSpringAi springAi) {
		this.model = model;
		this.telemetry = springAi.telemetry();
	}

	@Override
	public AudioTranscriptionResponse call(AudioTranscriptionPrompt prompt) {
		RecognitionRecording recording = begin(CallPlace.now(), prompt);
		if (recording == null) {
			return this.model.call(prompt);
		}
		try (Scope scope = recording.span().makeCurrent()) {
			AudioTranscriptionResponse response = this.model.call(prompt);
			recording.next(response);
			recording.completed();
			return response;
		}
		catch (Throwable ex) {
			recording.failed(ex);
			throw ex;
		}
	}

	@Override
	public Flux<AudioTranscriptionResponse> stream(AudioTranscriptionPrompt prompt) {
		VoiceSpan assembledIn = CallPlace.now();
		return new RecordedFlux<>(this.model.stream(prompt),
				(context) -> begin(CallPlace.of(context, assembledIn), prompt));
	}

	/**
	 * A recognition that is open already, that of an annotated method, is the one that is
	 * recorded: there is no stage above it. What was said is told where it was begun.
	 */
	private @Nullable RecognitionRecording begin(@Nullable VoiceSpan place, AudioTranscriptionPrompt prompt) {
		if (place == null) {
			return null;
		}
		VoiceTelemetry recording = this.telemetry.get();
		try (Scope scope = place.makeCurrent()) {
			SpeechRecognition open = SpeechRecognition.current();
			SpeechRecognition span = open.isOpen() ? open
					: (SpeechRecognition) recording.start(Stage.STT_REQUEST, null);
			if (!span.isMeasured()) {
				return null;
			}
			RecognitionRecording begun = new RecognitionRecording(recording, span, span != open);
			begun.asks(this.model, prompt);
			return begun;
		}
	}

	@Override
	public String toString() {
		return "TracedTranscriptionModel[" + this.model + "]";
	}

}

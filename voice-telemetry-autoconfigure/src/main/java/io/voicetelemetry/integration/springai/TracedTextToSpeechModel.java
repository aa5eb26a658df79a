package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.audio.tts.TextToSpeechOptions;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.audio.tts.TextToSpeechResponse;
import reactor.core.publisher.Flux;

/**
 * A model of speech synthesis whose requests are recorded where it is asked in a call.
 */
// Not final: aspects of an application may proxy it like any model.
class TracedTextToSpeechModel implements TextToSpeechModel {

	private final TextToSpeechModel model;

	private final Supplier<VoiceTelemetry> telemetry;

	TracedTextToSpeechModel(TextToSpeechModel model, VoiceSpringAi springAi) {
		this.model = model;
		this.telemetry = springAi.telemetry();
	}

	@Override
	public TextToSpeechResponse call(TextToSpeechPrompt prompt) {
		SynthesisRecording recording = begin(CallPlace.now(), prompt);
		if (recording == null) {
			return this.model.call(prompt);
		}
		try (Scope scope = recording.span().makeCurrent()) {
			TextToSpeechResponse response = this.model.call(prompt);
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
	public Flux<TextToSpeechResponse> stream(TextToSpeechPrompt prompt) {
		VoiceSpan assembledIn = CallPlace.now();
		return new RecordedFlux<>(this.model.stream(prompt),
				(context) -> begin(CallPlace.of(context, assembledIn), prompt));
	}

	private @Nullable SynthesisRecording begin(@Nullable VoiceSpan place, TextToSpeechPrompt prompt) {
		if (place == null) {
			return null;
		}
		VoiceTelemetry recording = this.telemetry.get();
		try (Scope scope = place.makeCurrent()) {
			SpeechSynthesis span = (SpeechSynthesis) recording.start(Stage.TTS_REQUEST, null);
			if (!span.isMeasured()) {
				return null;
			}
			SynthesisRecording begun = new SynthesisRecording(recording, span);
			begun.asks(ModelProvider.of(this.model), prompt, this.model::getOptions);
			return begun;
		}
	}

	@Override
	public TextToSpeechOptions getOptions() {
		return this.model.getOptions();
	}

	@Override
	@Deprecated(forRemoval = true)
	@SuppressWarnings("removal")
	public TextToSpeechOptions getDefaultOptions() {
		return this.model.getDefaultOptions();
	}

	@Override
	public String toString() {
		return "TracedTextToSpeechModel[" + this.model + "]";
	}

}

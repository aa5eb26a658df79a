package io.voicetelemetry.integration.springai;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.ai.audio.transcription.AudioTranscription;
import org.springframework.ai.audio.transcription.AudioTranscriptionOptions;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponse;
import org.springframework.ai.audio.transcription.TranscriptionModel;

/**
 * One request for speech recognition while it runs. Nothing here throws.
 */
final class RecognitionRecording implements StreamRecording<AudioTranscriptionResponse> {

	private final VoiceTelemetry telemetry;

	private final SpeechRecognition span;

	private final boolean own;

	private final AtomicBoolean ended = new AtomicBoolean();

	/**
	 * A request.
	 * @param span its span
	 * @param own whether the span is to be ended here
	 */
	RecognitionRecording(VoiceTelemetry telemetry, SpeechRecognition span, boolean own) {
		this.telemetry = telemetry;
		this.span = span;
		this.own = own;
	}

	void asks(TranscriptionModel model, AudioTranscriptionPrompt prompt) {
		fenced("Reading a prompt for a transcription", () -> {
			AudioTranscriptionOptions options = prompt.getOptions();
			String name = (options != null) ? options.getModel() : OpenAiTranscription.defaultModel(model);
			this.span.model(ModelProvider.of(model), name);
		});
	}

	@Override
	public SpeechRecognition span() {
		return this.span;
	}

	@Override
	public void next(AudioTranscriptionResponse piece) {
		fenced("Reading a transcription", () -> {
			AudioTranscription transcription = piece.getResult();
			String said = (transcription != null) ? transcription.getOutput() : null;
			if (said != null && !said.isEmpty()) {
				this.span.transcript(said);
			}
			OpenAiTranscription.tell(this.span, piece.getMetadata());
		});
	}

	@Override
	public void completed() {
		if (this.ended.compareAndSet(false, true)) {
			if (this.own) {
				this.span.end();
			}
		}
	}

	@Override
	public void failed(Throwable error) {
		if (this.ended.compareAndSet(false, true)) {
			if (this.own && (error instanceof CancellationException || error instanceof InterruptedException)) {
				this.span.cancel();
			}
			else if (this.own) {
				this.span.fail(error);
			}
		}
	}

	@Override
	public void cancelled() {
		if (this.ended.compareAndSet(false, true)) {
			if (this.own) {
				this.span.cancel();
			}
		}
	}

	/**
	 * What models return is not ours.
	 */
	private void fenced(String what, Runnable reading) {
		try {
			reading.run();
		}
		catch (Throwable ex) {
			this.telemetry.refused(RefusalReason.INTERNAL_ERROR, what, ex);
		}
	}

}

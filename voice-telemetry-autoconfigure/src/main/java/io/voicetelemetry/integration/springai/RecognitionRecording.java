package io.voicetelemetry.integration.springai;

import java.util.concurrent.atomic.AtomicBoolean;

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

	/** How much is kept until the end: more than a span may have of it by default. */
	private static final int MOST_KEPT = 65_536;

	private final VoiceTelemetry telemetry;

	private final SpeechRecognition span;

	private final boolean own;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** Guarded by itself. */
	private final StringBuilder text = new StringBuilder();

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
		this.telemetry.attempt("Reading a prompt for a transcription", () -> {
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
		this.telemetry.attempt("Reading a transcription", () -> {
			AudioTranscription transcription = piece.getResult();
			String said = (transcription != null) ? transcription.getOutput() : null;
			if (this.own && said != null && !said.isEmpty()) {
				hear(said);
			}
			OpenAiTranscription.tell(this.span, piece.getMetadata());
		});
	}

	/**
	 * The pieces of a stream make up words, and are told in one piece if they are kept.
	 */
	private void hear(String piece) {
		if (this.span.capturesContent()) {
			synchronized (this.text) {
				int room = MOST_KEPT - this.text.length();
				this.text.append(piece, 0, Math.min(piece.length(), room));
			}
		}
		else {
			this.span.transcript(piece);
		}
	}

	private void tellText() {
		String whole;
		synchronized (this.text) {
			whole = this.text.toString();
		}
		if (!whole.isEmpty()) {
			this.span.transcript(whole);
		}
	}

	@Override
	public void completed() {
		end(this.span::end);
	}

	@Override
	public void failed(Throwable error) {
		end(() -> StageEnd.fail(this.span, error));
	}

	@Override
	public void cancelled() {
		end(this.span::cancel);
	}

	private void end(Runnable ending) {
		if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Telling a transcription", this::tellText);
			if (this.own) {
				ending.run();
			}
		}
	}

}

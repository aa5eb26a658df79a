package io.voicetelemetry.integration.springai;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.voicetelemetry.session.AudioFormat;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.audio.tts.Speech;
import org.springframework.ai.audio.tts.TextToSpeechOptions;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.audio.tts.TextToSpeechResponse;

/**
 * One request for speech synthesis while it runs. Nothing here throws.
 */
final class SynthesisRecording implements StreamRecording<TextToSpeechResponse> {

	/** What OpenAI sends as {@code pcm}. */
	private static final AudioFormat OPENAI_PCM = AudioFormat.pcm16(24_000);

	private static final String PCM = "pcm";

	private final VoiceTelemetry telemetry;

	private final SpeechSynthesis span;

	private final AtomicBoolean ended = new AtomicBoolean();

	SynthesisRecording(VoiceTelemetry telemetry, SpeechSynthesis span) {
		this.telemetry = telemetry;
		this.span = span;
	}

	void asks(@Nullable String provider, TextToSpeechPrompt prompt,
			Supplier<@Nullable TextToSpeechOptions> modelOptions) {
		this.telemetry.attempt("Reading a prompt for speech", () -> {
			TextToSpeechOptions defaults = modelOptions.get();
			TextToSpeechOptions options = prompt.getOptions();
			this.span.model(provider, either(options, defaults, TextToSpeechOptions::getModel));
			String voice = either(options, defaults, TextToSpeechOptions::getVoice);
			if (voice != null) {
				this.span.voice(voice);
			}
			String format = either(options, defaults, TextToSpeechOptions::getFormat);
			if ("openai".equals(provider) && PCM.equalsIgnoreCase(format)) {
				this.span.audioFormat(OPENAI_PCM);
			}
			this.span.textHandedOver(prompt.getInstructions().getText());
		});
	}

	private static @Nullable String either(@Nullable TextToSpeechOptions options,
			@Nullable TextToSpeechOptions defaults, Function<TextToSpeechOptions, @Nullable String> property) {
		String value = (options != null) ? property.apply(options) : null;
		if ((value == null || value.isBlank()) && defaults != null) {
			value = property.apply(defaults);
		}
		return value;
	}

	@Override
	public SpeechSynthesis span() {
		return this.span;
	}

	@Override
	public void next(TextToSpeechResponse piece) {
		this.telemetry.attempt("Reading speech", () -> {
			for (Speech speech : piece.getResults()) {
				byte[] audio = speech.getOutput();
				if (audio != null) {
					this.span.audioReceived(audio.length);
				}
			}
		});
	}

	@Override
	public void completed() {
		if (this.ended.compareAndSet(false, true)) {
			this.span.end();
		}
	}

	@Override
	public void failed(Throwable error) {
		if (this.ended.compareAndSet(false, true)) {
			StageEnd.fail(this.span, error);
		}
	}

	@Override
	public void cancelled() {
		if (this.ended.compareAndSet(false, true)) {
			this.span.cancel();
		}
	}

}

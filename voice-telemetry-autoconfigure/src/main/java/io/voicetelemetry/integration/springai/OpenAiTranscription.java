package io.voicetelemetry.integration.springai;

import java.time.Duration;

import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.SpeechRecognition;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponseMetadata;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.metadata.OpenAiAudioTranscriptionResponseMetadata;
import org.springframework.util.ClassUtils;

/**
 * What Spring AI's model of OpenAI's says of a transcription, where it is there: Spring
 * AI itself has no word for it.
 */
final class OpenAiTranscription {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.ai.openai.metadata.OpenAiAudioTranscriptionResponseMetadata",
			OpenAiTranscription.class.getClassLoader());

	private OpenAiTranscription() {
	}

	/**
	 * The model that is asked where a request names none.
	 */
	static @Nullable String defaultModel(TranscriptionModel model) {
		return PRESENT ? Reader.defaultModel(model) : null;
	}

	/**
	 * Says how long the audio was, its language and its tokens, where that is known.
	 */
	static void tell(SpeechRecognition span, @Nullable AudioTranscriptionResponseMetadata metadata) {
		if (PRESENT) {
			Reader.tell(span, metadata);
		}
	}

	/**
	 * Loaded only where the model is.
	 */
	private static final class Reader {

		private static final double NANOS = 1e9;

		static @Nullable String defaultModel(TranscriptionModel model) {
			return (model instanceof OpenAiAudioTranscriptionModel openAi) ? openAi.getOptions().getModel() : null;
		}

		static void tell(SpeechRecognition span, @Nullable AudioTranscriptionResponseMetadata metadata) {
			if (!(metadata instanceof OpenAiAudioTranscriptionResponseMetadata told)) {
				return;
			}
			audio(span, told.getDuration());
			if (told.getLanguage() != null) {
				span.language(told.getLanguage());
			}
			Object usage = told.getUsage();
			if (usage instanceof Transcription.Usage any) {
				any.tokens()
					.ifPresent((tokens) -> span.usage(TokenUsage.of(tokens.inputTokens(), tokens.outputTokens())));
				any.duration().ifPresent((duration) -> audio(span, duration.seconds()));
			}
			else if (usage instanceof TranscriptionDiarized.Usage diarized) {
				diarized.tokens()
					.ifPresent((tokens) -> span.usage(TokenUsage.of(tokens.inputTokens(), tokens.outputTokens())));
			}
			else if (usage instanceof TranscriptionVerbose.Usage verbose && told.getDuration() == null) {
				audio(span, verbose.seconds());
			}
		}

		private static void audio(SpeechRecognition span, @Nullable Double seconds) {
			if (seconds != null && seconds > 0 && seconds < Integer.MAX_VALUE) {
				span.audioDuration(Duration.ofNanos((long) (seconds * NANOS)));
			}
		}

	}

}

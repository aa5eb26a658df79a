package io.voicetelemetry.integration.openai;

import java.time.Duration;
import java.util.List;

import com.openai.core.JsonField;
import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionLanguage;
import com.openai.models.audio.transcriptions.TranscriptionTextDoneEvent;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.SttResult;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.openai.OpenAiFields.count;
import static io.voicetelemetry.integration.openai.OpenAiFields.known;
import static io.voicetelemetry.integration.openai.OpenAiFields.said;

/**
 * What a transcription tells, of whichever kind it is.
 *
 * @param transcript what was understood
 * @param audioDuration how much audio it was
 * @param language which language was spoken, as the provider names it
 * @param usage the tokens
 */
record TranscriptionResult(@Nullable String transcript, @Nullable Duration audioDuration, @Nullable String language,
		@Nullable TokenUsage usage) implements SttResult {

	private static final double MAX_SECONDS = 1e9;

	static @Nullable TranscriptionResult of(TranscriptionCreateResponse response) {
		return response.transcription()
			.map(TranscriptionResult::of)
			.or(() -> response.verbose().map(TranscriptionResult::of))
			.or(() -> response.diarized().map(TranscriptionResult::of))
			.orElse(null);
	}

	static TranscriptionResult of(Transcription transcription) {
		Transcription.Usage usage = known(transcription._usage());
		List<TranscriptionLanguage> languages = known(transcription._languages());
		return new TranscriptionResult(said(transcription._text()),
				(usage != null) ? usage.duration().map((told) -> seconds(told._seconds())).orElse(null) : null,
				(languages != null && languages.size() == 1) ? said(languages.get(0)._code()) : null,
				(usage != null) ? usage.tokens().map(OpenAiUsage::of).orElse(null) : null);
	}

	static TranscriptionResult of(TranscriptionVerbose transcription) {
		return new TranscriptionResult(said(transcription._text()), seconds(transcription._duration()),
				said(transcription._language()), null);
	}

	static TranscriptionResult of(TranscriptionDiarized transcription) {
		return new TranscriptionResult(said(transcription._text()), seconds(transcription._duration()), null, null);
	}

	static TranscriptionResult of(TranscriptionTextDoneEvent done) {
		TranscriptionTextDoneEvent.Usage usage = known(done._usage());
		return new TranscriptionResult(said(done._text()), null, null,
				(usage != null) ? TokenUsage.of(count(usage._inputTokens()), count(usage._outputTokens())) : null);
	}

	private static @Nullable Duration seconds(JsonField<Double> field) {
		Double seconds = known(field);
		return (seconds != null && seconds >= 0 && seconds < MAX_SECONDS) ? Duration.ofNanos(Math.round(seconds * 1e9))
				: null;
	}

	@Override
	public String provider() {
		return OpenAiReaders.PROVIDER;
	}

}

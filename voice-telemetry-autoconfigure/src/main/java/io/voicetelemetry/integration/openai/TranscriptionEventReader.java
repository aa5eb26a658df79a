package io.voicetelemetry.integration.openai;

import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionTextDoneEvent;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.VoiceSpan;

/**
 * Reads a streamed transcription: its last event has all of the text.
 */
final class TranscriptionEventReader implements ChunkReader<TranscriptionStreamEvent> {

	@Override
	public Class<TranscriptionStreamEvent> chunkType() {
		return TranscriptionStreamEvent.class;
	}

	@Override
	public Reading<TranscriptionStreamEvent> begin(VoiceSpan span) {
		return (event) -> {
			if (event.isTranscriptTextDone() && span instanceof SpeechRecognition recognition) {
				TranscriptionTextDoneEvent done = event.asTranscriptTextDone();
				recognition.understood(TranscriptionResult.of(done));
			}
		};
	}

}

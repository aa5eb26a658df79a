package io.voicetelemetry.autoconfigure;

import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import io.voicetelemetry.integration.openai.OpenAiReaders;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of readers of what the official OpenAI client returns. A reader of
 * the application's own comes before them.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(ChatCompletion.class)
@ConditionalOnBooleanProperty(name = { "voice.telemetry.enabled", "voice.telemetry.openai.enabled" },
		matchIfMissing = true)
public final class VoiceTelemetryOpenAiAutoConfiguration {

	@Bean
	ResultReader<ChatCompletion> openAiChatCompletionReader() {
		return OpenAiReaders.chatCompletion();
	}

	@Bean
	ResultReader<Response> openAiResponseReader() {
		return OpenAiReaders.response();
	}

	@Bean
	ResultReader<CreateEmbeddingResponse> openAiEmbeddingReader() {
		return OpenAiReaders.embeddings();
	}

	@Bean
	ResultReader<TranscriptionCreateResponse> openAiTranscriptionResponseReader() {
		return OpenAiReaders.transcriptionResponse();
	}

	@Bean
	ResultReader<Transcription> openAiTranscriptionReader() {
		return OpenAiReaders.transcription();
	}

	@Bean
	ResultReader<TranscriptionVerbose> openAiVerboseTranscriptionReader() {
		return OpenAiReaders.verboseTranscription();
	}

	@Bean
	ResultReader<TranscriptionDiarized> openAiDiarizedTranscriptionReader() {
		return OpenAiReaders.diarizedTranscription();
	}

	@Bean
	ChunkReader<ChatCompletionChunk> openAiChatCompletionChunkReader() {
		return OpenAiReaders.chatCompletionChunk();
	}

	@Bean
	ChunkReader<ResponseStreamEvent> openAiResponseEventReader() {
		return OpenAiReaders.responseEvent();
	}

	@Bean
	ChunkReader<TranscriptionStreamEvent> openAiTranscriptionEventReader() {
		return OpenAiReaders.transcriptionEvent();
	}

}

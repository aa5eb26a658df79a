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
import org.springframework.context.annotation.Configuration;

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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ChatCompletion.class, ChatCompletionChunk.class })
	static class Chat {

		@Bean
		ResultReader<ChatCompletion> openAiChatCompletionReader() {
			return OpenAiReaders.chatCompletion();
		}

		@Bean
		ChunkReader<ChatCompletionChunk> openAiChatCompletionChunkReader() {
			return OpenAiReaders.chatCompletionChunk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Response.class, ResponseStreamEvent.class })
	static class Responses {

		@Bean
		ResultReader<Response> openAiResponseReader() {
			return OpenAiReaders.response();
		}

		@Bean
		ChunkReader<ResponseStreamEvent> openAiResponseEventReader() {
			return OpenAiReaders.responseEvent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CreateEmbeddingResponse.class)
	static class Embeddings {

		@Bean
		ResultReader<CreateEmbeddingResponse> openAiEmbeddingReader() {
			return OpenAiReaders.embeddings();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Transcription.class, TranscriptionVerbose.class, TranscriptionCreateResponse.class })
	static class Transcriptions {

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

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TranscriptionDiarized.class)
	static class DiarizedTranscriptions {

		@Bean
		ResultReader<TranscriptionDiarized> openAiDiarizedTranscriptionReader() {
			return OpenAiReaders.diarizedTranscription();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TranscriptionStreamEvent.class)
	static class StreamedTranscriptions {

		@Bean
		ChunkReader<TranscriptionStreamEvent> openAiTranscriptionEventReader() {
			return OpenAiReaders.transcriptionEvent();
		}

	}

}

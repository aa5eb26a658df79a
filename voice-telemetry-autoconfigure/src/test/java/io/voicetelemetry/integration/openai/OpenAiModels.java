package io.voicetelemetry.integration.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTts;

/**
 * Annotated methods that do nothing but return what the official client got.
 */
class OpenAiModels {

	private final OpenAIClient client;

	OpenAiModels(OpenAIClient client) {
		this.client = client;
	}

	@TracedLlmCall
	ChatCompletion chat() {
		return this.client.chat()
			.completions()
			.create(ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("A slot?").build());
	}

	@TracedLlmCall
	StreamResponse<ChatCompletionChunk> stream() {
		return this.client.chat().completions().createStreaming(streamed());
	}

	@TracedLlmCall
	AsyncStreamResponse<ChatCompletionChunk> streamLater() {
		return this.client.async().chat().completions().createStreaming(streamed());
	}

	private static ChatCompletionCreateParams streamed() {
		return ChatCompletionCreateParams.builder()
			.model("gpt-4o-mini")
			.addUserMessage("A slot?")
			.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
			.build();
	}

	@TracedTts(provider = "openai", model = "gpt-4o-mini-tts", audioFormat = "pcm16/24000")
	HttpResponse speak(@SpokenText String text) {
		return this.client.audio()
			.speech()
			.create(SpeechCreateParams.builder()
				.input(text)
				.model("gpt-4o-mini-tts")
				.voice("alloy")
				.responseFormat(SpeechCreateParams.ResponseFormat.PCM)
				.build());
	}

	@TracedLlmCall
	Response respond() {
		return this.client.responses().create(ResponseCreateParams.builder().model("gpt-4o").input("A slot?").build());
	}

	@TracedOperation
	CreateEmbeddingResponse embed() {
		return this.client.embeddings()
			.create(EmbeddingCreateParams.builder().model("text-embedding-3-small").input("A slot?").build());
	}

	@TracedStt
	TranscriptionCreateResponse listen() {
		return this.client.audio().transcriptions().create(audio().model("gpt-4o-transcribe").build());
	}

	@TracedStt
	TranscriptionCreateResponse listenClosely() {
		return this.client.audio()
			.transcriptions()
			.create(audio().model("whisper-1").responseFormat(AudioResponseFormat.VERBOSE_JSON).build());
	}

	private static TranscriptionCreateParams.Builder audio() {
		return TranscriptionCreateParams.builder()
			.file(MultipartField.<java.io.InputStream>builder()
				.value(new java.io.ByteArrayInputStream(new byte[] { 1, 2, 3, 4 }))
				.filename("audio.wav")
				.build());
	}

}

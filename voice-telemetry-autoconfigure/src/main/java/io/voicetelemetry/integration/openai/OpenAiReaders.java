package io.voicetelemetry.integration.openai;

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
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

/**
 * Readers of what the OpenAI client returns.
 *
 * @since 0.1
 */
public final class OpenAiReaders {

	static final String PROVIDER = "openai";

	private OpenAiReaders() {
	}

	/**
	 * A reader of chat completions.
	 * @return the reader
	 */
	public static ResultReader<ChatCompletion> chatCompletion() {
		return ResultReader.ofLlm(ChatCompletion.class, ChatCompletionResult::new);
	}

	/**
	 * A reader of what the Responses API answers.
	 * @return the reader
	 */
	public static ResultReader<Response> response() {
		return new ResponseReader();
	}

	/**
	 * A reader of embeddings.
	 * @return the reader
	 */
	public static ResultReader<CreateEmbeddingResponse> embeddings() {
		return new EmbeddingReader();
	}

	/**
	 * A reader of transcriptions of any kind.
	 * @return the reader
	 */
	public static ResultReader<TranscriptionCreateResponse> transcriptionResponse() {
		return ResultReader.ofStt(TranscriptionCreateResponse.class, TranscriptionResult::of);
	}

	/**
	 * A reader of plain transcriptions.
	 * @return the reader
	 */
	public static ResultReader<Transcription> transcription() {
		return ResultReader.ofStt(Transcription.class, TranscriptionResult::of);
	}

	/**
	 * A reader of transcriptions with their details.
	 * @return the reader
	 */
	public static ResultReader<TranscriptionVerbose> verboseTranscription() {
		return ResultReader.ofStt(TranscriptionVerbose.class, TranscriptionResult::of);
	}

	/**
	 * A reader of transcriptions that tell speakers apart.
	 * @return the reader
	 */
	public static ResultReader<TranscriptionDiarized> diarizedTranscription() {
		return ResultReader.ofStt(TranscriptionDiarized.class, TranscriptionResult::of);
	}

	/**
	 * A reader of streamed chat completions.
	 * @return the reader
	 */
	public static ChunkReader<ChatCompletionChunk> chatCompletionChunk() {
		return new ChatCompletionChunkReader();
	}

	/**
	 * A reader of what the Responses API streams.
	 * @return the reader
	 */
	public static ChunkReader<ResponseStreamEvent> responseEvent() {
		return new ResponseEventReader();
	}

	/**
	 * A reader of streamed transcriptions.
	 * @return the reader
	 */
	public static ChunkReader<TranscriptionStreamEvent> transcriptionEvent() {
		return new TranscriptionEventReader();
	}

}

package io.voicetelemetry.integration.json;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

/**
 * Readers of JSON as OpenAI and those compatible with it answer. JSON of any other kind
 * is left alone.
 *
 * @since 0.1
 */
public final class JsonReaders {

	private JsonReaders() {
	}

	/**
	 * A reader of chat completions and of responses.
	 * @param <R> the type that represents JSON
	 * @param type the type: a {@link java.util.Map}, or one whose text is the JSON
	 * @return the reader
	 */
	public static <R> ResultReader<R> completion(Class<R> type) {
		return ResultReader.ofLlm(type, CompletionJson::of);
	}

	/**
	 * A reader of transcriptions.
	 * @param <R> the type that represents JSON
	 * @param type the type: a {@link java.util.Map}, or one whose text is the JSON
	 * @return the reader
	 */
	public static <R> ResultReader<R> transcription(Class<R> type) {
		return ResultReader.ofStt(type, TranscriptionJson::of);
	}

	/**
	 * A reader of streamed chat completions.
	 * @param <C> the type that represents JSON
	 * @param type the type: a {@link java.util.Map}, or one whose text is the JSON
	 * @return the reader
	 */
	public static <C> ChunkReader<C> completionChunk(Class<C> type) {
		return new CompletionChunkReader<>(type);
	}

}

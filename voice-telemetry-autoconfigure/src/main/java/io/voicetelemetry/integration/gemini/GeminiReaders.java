package io.voicetelemetry.integration.gemini;

import com.google.genai.types.GenerateContentResponse;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

/**
 * Readers of what Google's Gen AI client returns.
 *
 * @since 0.1
 */
public final class GeminiReaders {

	private GeminiReaders() {
	}

	/**
	 * A reader of generated content.
	 * @return the reader
	 */
	public static ResultReader<GenerateContentResponse> generateContent() {
		return ResultReader.ofLlm(GenerateContentResponse.class, GenerateContentResult::new);
	}

	/**
	 * A reader of streamed content, each piece of which is of the same type as content
	 * that is not streamed.
	 * @return the reader
	 */
	public static ChunkReader<GenerateContentResponse> generateContentStream() {
		return new GenerateContentStreamReader();
	}

}

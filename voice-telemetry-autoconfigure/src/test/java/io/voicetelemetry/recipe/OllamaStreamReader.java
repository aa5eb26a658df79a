package io.voicetelemetry.recipe;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSpan;

/**
 * Reads what Ollama streams. The first text is the first token.
 */
final class OllamaStreamReader implements ChunkReader<OllamaChat> {

	@Override
	public Class<OllamaChat> chunkType() {
		return OllamaChat.class;
	}

	@Override
	public Reading<OllamaChat> begin(VoiceSpan span) {
		// A reading with fields of its own may keep what the next pieces need.
		return (piece) -> {
			if (span instanceof LlmCall call) {
				read(piece, call);
			}
		};
	}

	private static void read(OllamaChat piece, LlmCall call) {
		call.textReceived(piece.message().content());
		if (piece.doneReason() != null) {
			OllamaAnswer ended = new OllamaAnswer(piece);
			call.response(null, ended.responseModel()).finishReasons(ended.finishReasons()).usage(ended.usage());
		}
	}

}

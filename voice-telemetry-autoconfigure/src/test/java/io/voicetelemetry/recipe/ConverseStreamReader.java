package io.voicetelemetry.recipe;

import java.util.List;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSpan;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;

/**
 * Reads what Bedrock streams. The first text is the first token.
 */
final class ConverseStreamReader implements ChunkReader<ConverseStreamOutput> {

	@Override
	public Class<ConverseStreamOutput> chunkType() {
		return ConverseStreamOutput.class;
	}

	@Override
	public Reading<ConverseStreamOutput> begin(VoiceSpan span) {
		// A reading with fields of its own may keep what the next pieces need.
		return (piece) -> {
			if (span instanceof LlmCall call) {
				read(piece, call);
			}
		};
	}

	private static void read(ConverseStreamOutput piece, LlmCall call) {
		if (piece instanceof ContentBlockDeltaEvent event) {
			call.textReceived(event.delta().text());
		}
		else if (piece instanceof MessageStopEvent event) {
			call.finishReasons(List.of(event.stopReasonAsString()));
		}
		else if (piece instanceof ConverseStreamMetadataEvent event) {
			call.usage(ConverseAnswer.tokens(event.usage()));
		}
	}

}

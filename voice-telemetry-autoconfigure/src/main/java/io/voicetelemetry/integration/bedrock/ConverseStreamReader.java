package io.voicetelemetry.integration.bedrock;

import java.util.List;

import io.voicetelemetry.content.StreamedToolRequests;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.StreamedLlmResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamTrace;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/**
 * Reads a streamed answer of the Converse API: its last event has the tokens, the last
 * but one why it stopped.
 */
final class ConverseStreamReader implements ChunkReader<ConverseStreamOutput> {

	@Override
	public Class<ConverseStreamOutput> chunkType() {
		return ConverseStreamOutput.class;
	}

	@Override
	public Reading<ConverseStreamOutput> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer(call) : (event) -> {
		};
	}

	private static final class Answer implements Reading<ConverseStreamOutput> {

		private final LlmCall call;

		private final @Nullable StreamedToolRequests tools;

		private List<String> finishReasons = List.of();

		private @Nullable TokenUsage usage;

		private @Nullable String model;

		private boolean firstToken;

		Answer(LlmCall call) {
			this.call = call;
			this.tools = call.capturesContent() ? new StreamedToolRequests() : null;
		}

		@Override
		public void chunk(ConverseStreamOutput event) {
			if (event instanceof ContentBlockDeltaEvent piece) {
				delta(piece.delta(), piece.contentBlockIndex());
			}
			else if (event instanceof ContentBlockStartEvent block) {
				block(block.start(), block.contentBlockIndex());
			}
			else if (event instanceof MessageStopEvent stop) {
				this.finishReasons = BedrockFields.reasons(stop.stopReasonAsString());
			}
			else if (event instanceof ConverseStreamMetadataEvent metadata) {
				ending(metadata);
			}
		}

		private void block(@Nullable ContentBlockStart start, @Nullable Integer index) {
			ToolUseBlockStart tool = (start != null) ? start.toolUse() : null;
			if (tool == null) {
				return;
			}
			piece();
			if (this.tools != null) {
				this.tools.add(number(index), tool.toolUseId(), tool.name(), null);
			}
		}

		private void delta(@Nullable ContentBlockDelta delta, @Nullable Integer index) {
			if (delta == null) {
				return;
			}
			ToolUseBlockDelta tool = delta.toolUse();
			if (tool != null && this.tools != null) {
				this.tools.add(number(index), null, null, tool.input());
			}
			if (tool != null || delta.reasoningContent() != null) {
				piece();
			}
			this.call.textReceived(delta.text());
		}

		/**
		 * A piece of the answer that is no text of it.
		 */
		private void piece() {
			if (!this.firstToken) {
				this.firstToken = true;
				this.call.firstToken();
			}
		}

		private static long number(@Nullable Integer index) {
			return (index != null) ? index : 0;
		}

		private void ending(ConverseStreamMetadataEvent metadata) {
			this.usage = BedrockFields.tokens(metadata.usage());
			ConverseStreamTrace trace = metadata.trace();
			this.model = (trace != null) ? BedrockFields.model(trace.promptRouter()) : null;
		}

		@Override
		public void end() {
			this.call.answered(new StreamedLlmResult(BedrockReaders.PROVIDER, null, this.model, this.finishReasons,
					this.usage, (this.tools != null) ? this.tools.toList() : List.of()));
		}

	}

}

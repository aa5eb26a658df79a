package io.voicetelemetry.integration.anthropic;

import java.util.List;

import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawContentBlockDeltaEvent;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.Usage;
import io.voicetelemetry.content.StreamedToolRequests;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.StreamedLlmResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.anthropic.AnthropicFields.known;

/**
 * Reads a streamed message: its first event has the input's tokens, its last but one the
 * output's.
 */
final class MessageEventReader implements ChunkReader<RawMessageStreamEvent> {

	@Override
	public Class<RawMessageStreamEvent> chunkType() {
		return RawMessageStreamEvent.class;
	}

	@Override
	public Reading<RawMessageStreamEvent> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer(call) : (event) -> {
		};
	}

	private static final class Answer implements Reading<RawMessageStreamEvent> {

		private final LlmCall call;

		private final @Nullable StreamedToolRequests tools;

		private @Nullable Message begun;

		private TokenUsage usage = TokenUsage.unknown();

		private List<String> finishReasons = List.of();

		private boolean firstToken;

		Answer(LlmCall call) {
			this.call = call;
			this.tools = call.capturesContent() ? new StreamedToolRequests() : null;
		}

		@Override
		public void chunk(RawMessageStreamEvent event) {
			if (event.isContentBlockDelta()) {
				delta(event.asContentBlockDelta());
			}
			else if (event.isContentBlockStart()) {
				block(event.asContentBlockStart());
			}
			else if (event.isMessageStart()) {
				begun(known(event.asMessageStart()._message()));
			}
			else if (event.isMessageDelta()) {
				ending(event.asMessageDelta());
			}
		}

		private void begun(@Nullable Message message) {
			this.begun = message;
			Usage usage = (message != null) ? known(message._usage()) : null;
			if (usage != null) {
				this.usage = AnthropicFields.tokens(usage);
			}
		}

		private void block(RawContentBlockStartEvent event) {
			RawContentBlockStartEvent.ContentBlock block = known(event._contentBlock());
			ToolUseBlock tool = (block != null) ? block.toolUse().orElse(null) : null;
			if (tool == null) {
				return;
			}
			piece();
			if (this.tools != null) {
				this.tools.add(index(known(event._index())), known(tool._id()), known(tool._name()), null);
			}
		}

		private void delta(RawContentBlockDeltaEvent event) {
			RawContentBlockDelta delta = known(event._delta());
			if (delta != null && delta.isText()) {
				this.call.textReceived(known(delta.asText()._text()));
			}
			else if (delta != null && delta.isThinking()) {
				piece();
			}
			else if (delta != null && delta.isInputJson() && this.tools != null) {
				this.tools.add(index(known(event._index())), null, null, known(delta.asInputJson()._partialJson()));
			}
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

		private static long index(@Nullable Long index) {
			return (index != null) ? index : 0;
		}

		private void ending(RawMessageDeltaEvent event) {
			RawMessageDeltaEvent.Delta delta = known(event._delta());
			StopReason reason = (delta != null) ? known(delta._stopReason()) : null;
			if (reason != null) {
				this.finishReasons = List.of(reason.asString());
			}
			MessageDeltaUsage usage = known(event._usage());
			if (usage != null) {
				this.usage = this.usage.updatedBy(AnthropicFields.tokens(usage));
			}
		}

		@Override
		public void end() {
			if (this.begun != null) {
				MessageResult begun = new MessageResult(this.begun);
				this.call.answered(new StreamedLlmResult(AnthropicReaders.PROVIDER, begun.responseId(),
						begun.responseModel(), this.finishReasons, this.usage,
						(this.tools != null) ? this.tools.toList() : List.of()));
			}
		}

	}

}

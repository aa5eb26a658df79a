package io.voicetelemetry.integration.openai;

import java.util.ArrayList;
import java.util.List;

import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import io.voicetelemetry.content.StreamedToolRequests;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.StreamedLlmResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.openai.OpenAiFields.known;
import static io.voicetelemetry.integration.openai.OpenAiFields.said;

/**
 * Reads a streamed chat completion. Its usage comes with the last chunk, if it was asked
 * for, or with every chunk, of which the last counts.
 */
final class ChatCompletionChunkReader implements ChunkReader<ChatCompletionChunk> {

	@Override
	public Class<ChatCompletionChunk> chunkType() {
		return ChatCompletionChunk.class;
	}

	@Override
	public Reading<ChatCompletionChunk> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer(call) : (chunk) -> {
		};
	}

	private static final class Answer implements Reading<ChatCompletionChunk> {

		private final LlmCall call;

		private final @Nullable StreamedToolRequests tools;

		private final List<String> finishReasons = new ArrayList<>(1);

		private @Nullable String id;

		private @Nullable String model;

		private @Nullable CompletionUsage usage;

		private boolean asksForTools;

		Answer(LlmCall call) {
			this.call = call;
			this.tools = call.capturesContent() ? new StreamedToolRequests() : null;
		}

		@Override
		public void chunk(ChatCompletionChunk chunk) {
			if (this.id == null) {
				this.id = said(chunk._id());
			}
			if (this.model == null) {
				this.model = said(chunk._model());
			}
			CompletionUsage usage = known(chunk._usage());
			if (usage != null) {
				this.usage = usage;
			}
			List<ChatCompletionChunk.Choice> choices = known(chunk._choices());
			if (choices != null) {
				choices.forEach(this::choice);
			}
		}

		private void choice(ChatCompletionChunk.Choice choice) {
			Long index = known(choice._index());
			ChatCompletionChunk.Choice.Delta delta = known(choice._delta());
			// The text is that of the first choice.
			if (delta != null && (index == null || index == 0)) {
				this.call.textReceived(known(delta._content()));
				this.call.textReceived(known(delta._refusal()));
				List<ChatCompletionChunk.Choice.Delta.ToolCall> calls = known(delta._toolCalls());
				if (calls != null) {
					calls.forEach(this::tool);
				}
			}
			choice._finishReason().asKnown().ifPresent((reason) -> this.finishReasons.add(reason.asString()));
		}

		private void tool(ChatCompletionChunk.Choice.Delta.ToolCall tool) {
			if (!this.asksForTools) {
				this.asksForTools = true;
				this.call.firstToken();
			}
			Long index = known(tool._index());
			ChatCompletionChunk.Choice.Delta.ToolCall.Function function = known(tool._function());
			if (this.tools != null) {
				this.tools.add((index != null) ? index : 0, known(tool._id()),
						(function != null) ? known(function._name()) : null,
						(function != null) ? known(function._arguments()) : null);
			}
		}

		@Override
		public void end() {
			this.call.answered(new StreamedLlmResult(OpenAiReaders.PROVIDER, this.id, this.model, this.finishReasons,
					(this.usage != null) ? OpenAiUsage.of(this.usage) : null,
					(this.tools != null) ? this.tools.toList() : List.of()));
		}

	}

}

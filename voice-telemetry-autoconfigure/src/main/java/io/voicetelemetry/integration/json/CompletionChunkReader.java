package io.voicetelemetry.integration.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.content.StreamedToolRequests;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.json.JsonFields.count;
import static io.voicetelemetry.integration.json.JsonFields.object;
import static io.voicetelemetry.integration.json.JsonFields.objects;
import static io.voicetelemetry.integration.json.JsonFields.string;

/**
 * Reads a streamed chat completion.
 *
 * @param <C> what represents JSON
 * @param chunkType what represents JSON
 */
record CompletionChunkReader<C>(Class<C> chunkType) implements ChunkReader<C> {

	@Override
	public Reading<C> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer<>(call) : (chunk) -> {
		};
	}

	private static final class Answer<C> implements Reading<C> {

		private final LlmCall call;

		private final @Nullable StreamedToolRequests tools;

		private final List<String> finishReasons = new ArrayList<>(1);

		private @Nullable String id;

		private @Nullable String model;

		private @Nullable Map<?, ?> usage;

		private boolean asksForTools;

		Answer(LlmCall call) {
			this.call = call;
			this.tools = call.capturesContent() ? new StreamedToolRequests() : null;
		}

		@Override
		public void chunk(C chunk) {
			Map<?, ?> fields = object(chunk);
			this.id = (this.id != null) ? this.id : string(fields, "id");
			this.model = (this.model != null) ? this.model : string(fields, "model");
			Map<?, ?> usage = object(fields, "usage");
			this.usage = (usage != null) ? usage : this.usage;
			objects(fields, "choices").forEach(this::choice);
		}

		private void choice(Map<?, ?> choice) {
			String reason = string(choice, "finish_reason");
			if (reason != null) {
				this.finishReasons.add(reason);
			}
			if (count(choice, "index") <= 0) {
				Map<?, ?> delta = object(choice, "delta");
				this.call.textReceived(string(delta, "content"));
				objects(delta, "tool_calls").forEach(this::tool);
			}
		}

		private void tool(Map<?, ?> tool) {
			if (!this.asksForTools) {
				this.asksForTools = true;
				this.call.firstToken();
			}
			if (this.tools != null) {
				ToolRequest piece = JsonFields.toolRequest(tool);
				this.tools.add(Math.max(count(tool, "index"), 0), piece.id(), piece.name(), piece.arguments());
			}
		}

		@Override
		public void end() {
			this.call.answered(new Ended(this.id, this.model, this.finishReasons, JsonFields.usage(this.usage),
					(this.tools != null) ? this.tools.toList() : List.of()));
		}

	}

	private record Ended(@Nullable String responseId, @Nullable String responseModel, List<String> finishReasons,
			@Nullable TokenUsage usage, List<ToolRequest> requestedTools) implements LlmResult {
	}

}

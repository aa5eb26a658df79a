package io.voicetelemetry.integration.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.genai.types.Candidate;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Part;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.content.StreamedToolRequests;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.StreamedLlmResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Reads streamed content. Its tokens come with every piece, of which the last counts;
 * each function that it asks for is whole.
 */
final class GenerateContentStreamReader implements ChunkReader<GenerateContentResponse> {

	@Override
	public Class<GenerateContentResponse> chunkType() {
		return GenerateContentResponse.class;
	}

	@Override
	public Reading<GenerateContentResponse> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer(call) : (piece) -> {
		};
	}

	private static final class Answer implements Reading<GenerateContentResponse> {

		private final LlmCall call;

		private final @Nullable StreamedToolRequests tools;

		private final SortedMap<Integer, String> reasons = new TreeMap<>();

		private @Nullable String blocked;

		private @Nullable String provider;

		private @Nullable String id;

		private @Nullable String model;

		private TokenUsage usage = TokenUsage.unknown();

		private int requests;

		private boolean firstToken;

		Answer(LlmCall call) {
			this.call = call;
			this.tools = call.capturesContent() ? new StreamedToolRequests() : null;
		}

		@Override
		public void chunk(GenerateContentResponse piece) {
			if (this.provider == null) {
				this.provider = GeminiFields.provider(piece);
			}
			if (this.id == null) {
				this.id = piece.responseId().orElse(null);
			}
			if (this.model == null) {
				this.model = piece.modelVersion().orElse(null);
			}
			this.blocked = GeminiFields.blockReason(piece);
			piece.usageMetadata().ifPresent((told) -> this.usage = this.usage.updatedBy(GeminiUsage.of(told)));
			for (Candidate candidate : GeminiFields.candidates(piece)) {
				String reason = GeminiFields.reason(candidate);
				if (reason != null) {
					this.reasons.put(candidate.index().orElse(0), reason);
				}
			}
			GeminiFields.parts(piece).forEach(this::part);
		}

		private void part(Part part) {
			part.functionCall().map(GeminiFields::request).ifPresent(this::tool);
			if (GeminiFields.isThought(part)) {
				firstToken();
			}
			else {
				this.call.textReceived(part.text().orElse(null));
			}
		}

		private void tool(ToolRequest request) {
			firstToken();
			if (this.tools != null) {
				this.tools.add(this.requests++, request.id(), request.name(), request.arguments());
			}
		}

		/**
		 * A piece of the answer that is no text of it.
		 */
		private void firstToken() {
			if (!this.firstToken) {
				this.firstToken = true;
				this.call.firstToken();
			}
		}

		@Override
		public void end() {
			List<String> reasons = new ArrayList<>(this.reasons.values());
			if (reasons.isEmpty() && this.blocked != null) {
				reasons.add(this.blocked);
			}
			this.call.answered(new StreamedLlmResult(this.provider, this.id, this.model, reasons, this.usage,
					(this.tools != null) ? this.tools.toList() : List.of()));
		}

	}

}

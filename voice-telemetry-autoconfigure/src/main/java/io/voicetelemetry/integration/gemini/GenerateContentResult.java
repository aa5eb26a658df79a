package io.voicetelemetry.integration.gemini;

import java.util.ArrayList;
import java.util.List;

import com.google.genai.types.Candidate;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Part;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

/**
 * What generated content tells. Its text and its tools are those of the first candidate.
 *
 * @param response the content
 */
record GenerateContentResult(GenerateContentResponse response) implements LlmResult {

	@Override
	public @Nullable String text() {
		StringBuilder text = new StringBuilder();
		for (Part part : GeminiFields.parts(this.response)) {
			if (!GeminiFields.isThought(part)) {
				part.text().ifPresent(text::append);
			}
		}
		return text.isEmpty() ? null : text.toString();
	}

	@Override
	public List<ToolRequest> requestedTools() {
		List<ToolRequest> requests = new ArrayList<>();
		for (Part part : GeminiFields.parts(this.response)) {
			part.functionCall().map(GeminiFields::request).ifPresent(requests::add);
		}
		return requests;
	}

	@Override
	public @Nullable String responseModel() {
		return this.response.modelVersion().orElse(null);
	}

	@Override
	public @Nullable String responseId() {
		return this.response.responseId().orElse(null);
	}

	@Override
	public List<String> finishReasons() {
		List<String> reasons = new ArrayList<>();
		for (Candidate candidate : GeminiFields.candidates(this.response)) {
			String reason = GeminiFields.reason(candidate);
			if (reason != null) {
				reasons.add(reason);
			}
		}
		String blocked = GeminiFields.blockReason(this.response);
		return (reasons.isEmpty() && blocked != null) ? List.of(blocked) : reasons;
	}

	@Override
	public @Nullable TokenUsage usage() {
		return this.response.usageMetadata().map(GeminiUsage::of).orElse(null);
	}

	@Override
	public String provider() {
		return GeminiFields.provider(this.response);
	}

}

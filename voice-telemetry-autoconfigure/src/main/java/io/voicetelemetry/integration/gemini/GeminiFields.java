package io.voicetelemetry.integration.gemini;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import com.google.genai.JsonSerializable;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Part;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the client's types. Its own shortcuts log what they leave out, and throw at
 * what was blocked.
 */
final class GeminiFields {

	private static final String GEMINI = "gcp.gemini";

	private static final String VERTEX_AI = "gcp.vertex_ai";

	private static final String UNSPECIFIED = "_unspecified";

	private GeminiFields() {
	}

	/**
	 * The client is one for two services, and keeps the time of a response only of Vertex
	 * AI.
	 */
	static String provider(GenerateContentResponse response) {
		return response.createTime().isPresent() ? VERTEX_AI : GEMINI;
	}

	static List<Candidate> candidates(GenerateContentResponse response) {
		return withoutNulls(response.candidates().orElse(List.of()));
	}

	/**
	 * The parts of the first candidate.
	 */
	static List<Part> parts(GenerateContentResponse response) {
		for (Candidate candidate : candidates(response)) {
			if (candidate.index().orElse(0) == 0) {
				return withoutNulls(candidate.content().flatMap(Content::parts).orElse(List.of()));
			}
		}
		return List.of();
	}

	private static <T> List<T> withoutNulls(List<T> list) {
		return list.stream().filter(Objects::nonNull).toList();
	}

	static boolean isThought(Part part) {
		return part.thought().orElse(false);
	}

	static ToolRequest request(FunctionCall call) {
		return new ToolRequest(call.id().orElse(null), call.name().orElse(null),
				call.args().map(JsonSerializable::toJsonString).orElse(null));
	}

	/**
	 * Why a candidate ended, in lower case like the reasons of other providers.
	 */
	static @Nullable String reason(Candidate candidate) {
		return candidate.finishReason().map(GeminiFields::reason).orElse(null);
	}

	/**
	 * Why there is no candidate at all.
	 */
	static @Nullable String blockReason(GenerateContentResponse response) {
		return response.promptFeedback()
			.flatMap((feedback) -> feedback.blockReason())
			.map(GeminiFields::reason)
			.orElse(null);
	}

	private static @Nullable String reason(Object reason) {
		String text = reason.toString().toLowerCase(Locale.ROOT);
		return text.endsWith(UNSPECIFIED) ? null : text;
	}

}

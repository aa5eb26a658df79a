package io.voicetelemetry.integration.gemini;

import java.util.ArrayList;
import java.util.List;

import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.TelemetryAttributes;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer as Gemini gives it, whole and in pieces, and what of it has to be on a span.
 */
final class GeminiAnswer {

	static final String WHOLE = piece(
			"{\"text\":\"Well.\",\"thought\":true},{\"text\":\"At nine.\"},{\"functionCall\":{\"id\":\"call_1\",\"name\":\"book\",\"args\":{\"hour\":9}}}",
			",\"finishReason\":\"STOP\"",
			"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":30,\"thoughtsTokenCount\":7,\"totalTokenCount\":162,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":25},{\"modality\":\"TEXT\",\"tokenCount\":100}]");

	static final String[] EVENTS = { piece("{\"text\":\"Well.\",\"thought\":true}", "",
			"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"thoughtsTokenCount\":7,\"totalTokenCount\":132"),
			piece("{\"text\":\"At \"}", "",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":7,\"totalTokenCount\":134"),
			piece("{\"text\":\"nine.\"}", "",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":4,\"thoughtsTokenCount\":7,\"totalTokenCount\":136"),
			piece("{\"functionCall\":{\"id\":\"call_1\",\"name\":\"book\",\"args\":{\"hour\":9}}}",
					",\"finishReason\":\"STOP\"",
					"\"promptTokenCount\":125,\"cachedContentTokenCount\":100,\"candidatesTokenCount\":30,\"thoughtsTokenCount\":7,\"totalTokenCount\":162,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":25},{\"modality\":\"TEXT\",\"tokenCount\":100}]") };

	private GeminiAnswer() {
	}

	private static String piece(String parts, String finish, String usage) {
		return "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + finish
				+ "}],\"usageMetadata\":{" + usage
				+ "},\"modelVersion\":\"gemini-2.5-flash-001\",\"responseId\":\"response_1\",\"createTime\":\"2026-11-21T10:00:00Z\"}";
	}

	static List<String> texts(ResponseStream<GenerateContentResponse> stream) {
		List<String> texts = new ArrayList<>();
		try (stream) {
			for (GenerateContentResponse piece : stream) {
				texts.add(String.valueOf(new GenerateContentResult(piece).text()));
			}
		}
		return texts;
	}

	static void assertAnswer(SpanData span) {
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("gcp.gemini");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("response_1");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gemini-2.5-flash-001");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).containsExactly("stop");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).as("cached ones included").isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.CACHE_READ_INPUT_TOKENS)).isEqualTo(100);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).as("thoughts included").isEqualTo(37);
		assertThat(attribute(span, TelemetryAttributes.REASONING_OUTPUT_TOKENS)).isEqualTo(7);
		assertThat(attribute(span, TelemetryAttributes.ofTokens(TokenType.INPUT_AUDIO))).isEqualTo(25);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES))
			.contains("At nine.", "call_1", "book", "{\"hour\":9}")
			.doesNotContain("Well.");
	}

}

package io.voicetelemetry.integration.gemini;

import java.util.List;
import java.util.stream.Stream;

import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is told by content that has all, something or nothing of what it may have.
 */
class GenerateContentResultTests {

	private static GenerateContentResult result(String json) {
		return new GenerateContentResult(GenerateContentResponse.fromJson(json.replace('\'', '"')));
	}

	private static Stream<Arguments> usages() {
		return Stream.of(arguments("'promptTokenCount':20,'candidatesTokenCount':30,'totalTokenCount':50", TokenUsage
			.of(20, 30)), arguments(
					"'promptTokenCount':120,'cachedContentTokenCount':100,'candidatesTokenCount':30,'totalTokenCount':150",
					TokenUsage.of(120, 30).withCachedInput(100)),
				// Thoughts are output, and apart from the answer unless the total says
				// otherwise.
				arguments("'promptTokenCount':20,'candidatesTokenCount':30,'thoughtsTokenCount':7,'totalTokenCount':57",
						TokenUsage.of(20, 37).withReasoningOutput(7)),
				arguments("'promptTokenCount':20,'candidatesTokenCount':30,'thoughtsTokenCount':7,'totalTokenCount':50",
						TokenUsage.of(20, 30).withReasoningOutput(7)),
				arguments("'promptTokenCount':20,'candidatesTokenCount':30,'thoughtsTokenCount':7",
						TokenUsage.of(20, 37).withReasoningOutput(7)),
				// Nothing was said after the thoughts.
				arguments("'promptTokenCount':20,'thoughtsTokenCount':7,'totalTokenCount':27",
						TokenUsage.of(20, 7).withReasoningOutput(7)),
				arguments("'promptTokenCount':20,'thoughtsTokenCount':7", TokenUsage.of(20, -1).withReasoningOutput(7)),
				arguments("'promptTokenCount':20,'totalTokenCount':20", TokenUsage.of(20, -1)),
				// What its own tools found is input.
				arguments(
						"'promptTokenCount':20,'toolUsePromptTokenCount':50,'candidatesTokenCount':30,'thoughtsTokenCount':7,'totalTokenCount':107",
						TokenUsage.of(70, 37).withReasoningOutput(7)),
				arguments("'candidatesTokenCount':30", TokenUsage.of(-1, 30)),
				arguments("'promptTokenCount':-3,'candidatesTokenCount':-1,'thoughtsTokenCount':-9",
						TokenUsage.unknown()),
				arguments("'promptTokenCount':2147483647,'toolUsePromptTokenCount':2147483647",
						TokenUsage.of(2L * Integer.MAX_VALUE, -1)),
				arguments("'trafficType':'ON_DEMAND'", TokenUsage.unknown()),
				arguments(
						"'promptTokenCount':20,'candidatesTokenCount':30,'promptTokensDetails':[{'modality':'AUDIO','tokenCount':12},{'modality':'TEXT','tokenCount':8}],'cacheTokensDetails':[{'modality':'AUDIO','tokenCount':4},{'modality':'IMAGE','tokenCount':1}],'candidatesTokensDetails':[{'modality':'AUDIO','tokenCount':25},{'modality':'TEXT','tokenCount':5}]",
						TokenUsage.of(20, 30)
							.with(TokenType.INPUT_AUDIO, 12)
							.with(TokenType.INPUT_TEXT, 8)
							.with(TokenType.CACHED_INPUT_AUDIO, 4)
							.with(TokenType.CACHED_INPUT_IMAGE, 1)
							.with(TokenType.OUTPUT_AUDIO, 25)
							.with(TokenType.OUTPUT_TEXT, 5)),
				arguments(
						"'promptTokenCount':20,'promptTokensDetails':[null,{},{'modality':'SMELL','tokenCount':3},{'modality':'VIDEO','tokenCount':3},{'modality':'AUDIO'},{'tokenCount':3},{'modality':'IMAGE','tokenCount':2}],'toolUsePromptTokensDetails':[{'modality':'IMAGE','tokenCount':4}]",
						TokenUsage.of(20, -1).with(TokenType.INPUT_IMAGE, 6)));
	}

	@ParameterizedTest
	@MethodSource("usages")
	void countsThoughtsAsOutput(String told, TokenUsage read) {
		assertThat(GeminiUsage.of(GenerateContentResponseUsageMetadata.fromJson("{" + told.replace('\'', '"') + "}")))
			.isEqualTo(read);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'candidates':[],'promptFeedback':{}}", "{'candidates':[null]}",
			"{'candidates':[{}]}", "{'candidates':[{'content':{}}]}",
			"{'candidates':[{'content':{'parts':[null,{},{'text':''},{'thought':true}]}}]}",
			"{'candidates':[{'finishReason':'FINISH_REASON_UNSPECIFIED'}],'promptFeedback':{'blockReason':'BLOCKED_REASON_UNSPECIFIED'}}" })
	void tellsNothingOfContentThatHasNothing(String json) {
		GenerateContentResult result = result(json);
		assertThat(result.text()).isNull();
		assertThat(result.requestedTools()).isEmpty();
		assertThat(result.finishReasons()).isEmpty();
		assertThat(result.responseModel()).isNull();
		assertThat(result.responseId()).isNull();
		assertThat(result.usage()).isNull();
		assertThat(result.provider()).isEqualTo("gcp.gemini");
	}

	@Test
	void hasTheTextOfTheFirstCandidateWithoutItsThoughts() {
		GenerateContentResult result = result(
				"{'candidates':[{'index':1,'content':{'parts':[{'text':'Never.'}]},'finishReason':'MAX_TOKENS'},{'index':0,'content':{'parts':[{'text':'Well.','thought':true},{'text':'At '},{'text':'nine.'}]},'finishReason':'STOP'}]}");
		assertThat(result.text()).isEqualTo("At nine.");
		assertThat(result.finishReasons()).containsExactly("max_tokens", "stop");
	}

	@Test
	void writesWhatToolsAreGivenAsJson() {
		assertThat(result(
				"{'candidates':[{'content':{'parts':[{'functionCall':{'id':'call_1','name':'book','args':{'hour':9,'who':{'names':['Ann',null]}}}},{'functionCall':{'name':'hang_up'}}]}}]}")
			.requestedTools())
			.containsExactly(new ToolRequest("call_1", "book", "{\"hour\":9,\"who\":{\"names\":[\"Ann\",null]}}"),
					new ToolRequest(null, "hang_up", null));
	}

	@Test
	void tellsWhyThereIsNoCandidate() {
		assertThat(result("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}").finishReasons())
			.isEqualTo(List.of("prohibited_content"));
	}

	@Test
	void keepsAReasonThatTheClientDoesNotKnow() {
		assertThat(result("{'candidates':[{'finishReason':'OUT_OF_BREATH'}]}").finishReasons())
			.containsExactly("out_of_breath");
	}

}

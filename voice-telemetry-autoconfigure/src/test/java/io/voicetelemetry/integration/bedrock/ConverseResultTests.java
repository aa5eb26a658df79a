package io.voicetelemetry.integration.bedrock;

import java.util.List;
import java.util.stream.Stream;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTrace;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.PromptRouterTrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is told by answers that have all, something or nothing of what they may have.
 */
class ConverseResultTests {

	private static software.amazon.awssdk.services.bedrockruntime.model.TokenUsage.Builder tokens() {
		return software.amazon.awssdk.services.bedrockruntime.model.TokenUsage.builder();
	}

	private static Stream<Arguments> usages() {
		return Stream.of(
				arguments(tokens().inputTokens(20).outputTokens(30).totalTokens(50).build(), TokenUsage.of(20, 30)),
				arguments(tokens().inputTokens(20)
					.outputTokens(30)
					.cacheReadInputTokens(100)
					.cacheWriteInputTokens(5)
					.build(), TokenUsage.of(125, 30).withCachedInput(100).withCacheCreationInput(5)),
				arguments(tokens().inputTokens(20).outputTokens(30).cacheReadInputTokens(0).build(),
						TokenUsage.of(20, 30).withCachedInput(0)),
				arguments(tokens().inputTokens(20).build(), TokenUsage.of(20, -1)),
				arguments(tokens().outputTokens(30).build(), TokenUsage.of(-1, 30)),
				arguments(tokens().cacheReadInputTokens(100).build(), TokenUsage.of(-1, -1).withCachedInput(100)),
				arguments(tokens().inputTokens(-7).outputTokens(-1).build(), TokenUsage.unknown()),
				arguments(tokens().inputTokens(Integer.MAX_VALUE).cacheReadInputTokens(Integer.MAX_VALUE).build(),
						TokenUsage.of(2L * Integer.MAX_VALUE, -1).withCachedInput(Integer.MAX_VALUE)),
				arguments(tokens().build(), TokenUsage.unknown()));
	}

	@ParameterizedTest
	@MethodSource("usages")
	void countsWhatWasCachedAsInput(software.amazon.awssdk.services.bedrockruntime.model.TokenUsage told,
			TokenUsage read) {
		assertThat(new ConverseResult(ConverseResponse.builder().usage(told).build()).usage()).isEqualTo(read);
	}

	@Test
	void tellsNothingOfAnEmptyAnswer() {
		for (ConverseResponse empty : List.of(ConverseResponse.builder().build(),
				ConverseResponse.builder()
					.output(ConverseOutput.builder().build())
					.trace(ConverseTrace.builder().build())
					.build(),
				answer())) {
			ConverseResult result = new ConverseResult(empty);
			assertThat(result.text()).isNull();
			assertThat(result.requestedTools()).isEmpty();
			assertThat(result.finishReasons()).isEmpty();
			assertThat(result.responseModel()).isNull();
			assertThat(result.responseId()).isNull();
			assertThat(result.usage()).isNull();
		}
	}

	private static ConverseResponse answer(ContentBlock... content) {
		return ConverseResponse.builder()
			.output((output) -> output
				.message(Message.builder().role(ConversationRole.ASSISTANT).content(content).build()))
			.build();
	}

	@Test
	void leavesThoughtOutOfTheText() {
		ConverseResult result = new ConverseResult(answer(
				ContentBlock.fromReasoningContent((thought) -> thought.reasoningText((text) -> text.text("Well."))),
				ContentBlock.fromText("At "), ContentBlock.fromText("nine.")));
		assertThat(result.text()).isEqualTo("At nine.");
		assertThat(result.requestedTools()).isEmpty();
	}

	@Test
	void writesWhatToolsAreGivenAsJson() {
		Document input = Document.mapBuilder()
			.putString("say \"when\"", "nine\nor \\ ten")
			.putNumber("hour", 9)
			.putNumber("length", "0.50")
			.putNull("doctor")
			.putList("days", List.of(Document.fromString("Tuesday"), Document.fromBoolean(true), Document.fromNull()))
			.putDocument("nothing", Document.mapBuilder().build())
			.build();
		ConverseResult result = new ConverseResult(
				answer(ContentBlock.fromToolUse((tool) -> tool.toolUseId("tooluse_1").name("book").input(input)),
						ContentBlock.fromToolUse((tool) -> tool.name("hang_up"))));
		assertThat(result.requestedTools()).containsExactly(new ToolRequest("tooluse_1", "book",
				"{\"say \\\"when\\\"\":\"nine\\nor \\\\ ten\",\"hour\":9,\"length\":0.50,\"doctor\":null,\"days\":[\"Tuesday\",true,null],\"nothing\":{}}"),
				new ToolRequest(null, "hang_up", null));
	}

	@Test
	void tellsWhichModelARouterChose() {
		ConverseResponse response = ConverseResponse.builder()
			.trace((trace) -> trace
				.promptRouter(PromptRouterTrace.builder().invokedModelId("amazon.nova-lite-v1:0").build()))
			.build();
		assertThat(new ConverseResult(response).responseModel()).isEqualTo("amazon.nova-lite-v1:0");
	}

	@Test
	void keepsAReasonThatTheClientDoesNotKnow() {
		assertThat(new ConverseResult(ConverseResponse.builder().stopReason("out_of_breath").build()).finishReasons())
			.containsExactly("out_of_breath");
	}

}

package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OpenInferencePrivacy}: what is hidden is under no key of the span.
 */
class OpenInferencePrivacyTests {

	private static final String HEARD = "heard-marked";

	private static final String ANSWERED = "answered-marked";

	private static final String INSTRUCTED = "instructed-marked";

	private static final String OFFERED = "offered-marked";

	@Test
	void hidesNothingUnlessAskedTo() {
		for (String value : List.of("false", "False", "0", "no", "off", "", " ")) {
			assertThat(marksOf(request(), value, "INPUTS", "OUTPUTS", "LLM_TOOLS")).containsExactlyInAnyOrder(HEARD,
					ANSWERED, INSTRUCTED, OFFERED);
		}
	}

	@Test
	void hidesWhenInDoubt() {
		for (String value : List.of("true", "TRUE", "1", "yes", "ture")) {
			assertThat(marksOf(request(), value, "INPUTS")).containsExactly(ANSWERED);
		}
	}

	@Test
	void hidesInputs() {
		Map<String, Object> sent = sent(request(), "true", "INPUTS");
		assertThat(marks(sent)).containsExactly(ANSWERED);
		assertThat(sent).containsEntry("input.value", "__REDACTED__")
			.doesNotContainKeys("input.mime_type", "llm.input_messages.0.message.role", "llm.tools.0.tool.json_schema")
			.containsEntry("llm.token_count.prompt", 100L)
			.containsEntry("llm.model_name", "gpt-4o");
	}

	@Test
	void hidesOutputs() {
		Map<String, Object> sent = sent(request(), "true", "OUTPUTS");
		assertThat(marks(sent)).containsExactlyInAnyOrder(HEARD, INSTRUCTED, OFFERED);
		assertThat(sent).containsEntry("output.value", "__REDACTED__")
			.doesNotContainKeys("output.mime_type", "llm.output_messages.0.message.role");
	}

	@Test
	void hidesMessagesWhereverTheyAre() {
		assertThat(marksOf(request(), "true", "INPUT_MESSAGES")).containsExactlyInAnyOrder(ANSWERED, OFFERED);
		assertThat(marksOf(request(), "true", "OUTPUT_MESSAGES")).containsExactlyInAnyOrder(HEARD, INSTRUCTED, OFFERED);
		for (Stage stage : EnumSet.of(Stage.AGENT_SESSION, Stage.AGENT_TURN, Stage.LLM_NODE)) {
			assertThat(marksOf(messages(stage), "true", "INPUT_MESSAGES")).containsExactly(ANSWERED);
			assertThat(marksOf(messages(stage), "true", "OUTPUT_MESSAGES")).containsExactly(HEARD);
		}
		assertThat(marksOf(tool(), "true", "INPUT_MESSAGES", "OUTPUT_MESSAGES")).containsExactlyInAnyOrder(HEARD,
				ANSWERED);
	}

	@Test
	void hidesTextAndShowsWhoSpoke() {
		Map<String, Object> sent = sent(request(), "true", "INPUT_TEXT", "OUTPUT_TEXT");
		assertThat(marks(sent)).containsExactly(OFFERED);
		assertThat(sent).containsEntry("llm.input_messages.1.message.role", "user")
			.containsEntry("llm.input_messages.1.message.content", "__REDACTED__")
			.containsEntry("llm.output_messages.0.message.content", "__REDACTED__");
	}

	@Test
	void hidesWhatTheCallerSaid() {
		TestSpan turn = TestSpan.of(Stage.USER_TURN).with(TelemetryAttributes.TRANSCRIPT, HEARD);
		assertThat(marksOf(turn, "true", "INPUTS")).isEmpty();
		assertThat(marksOf(turn, "true", "INPUT_TEXT")).isEmpty();
		assertThat(marksOf(turn, "true", "OUTPUTS")).containsExactly(HEARD);
		TestSpan recognition = TestSpan.of(Stage.STT_REQUEST).with(TelemetryAttributes.TRANSCRIPT, HEARD);
		assertThat(marksOf(recognition, "true", "OUTPUTS")).isEmpty();
		assertThat(marksOf(recognition, "true", "OUTPUT_TEXT")).isEmpty();
	}

	@Test
	void hidesWhatTheCallerHeard() {
		TestSpan reply = TestSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", ANSWERED))
			.with("voice.spoken_text", ANSWERED);
		for (String variable : List.of("OUTPUTS", "OUTPUT_MESSAGES", "OUTPUT_TEXT")) {
			assertThat(marksOf(reply, "true", variable)).isEmpty();
		}
		TestSpan synthesis = TestSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.TTS_INPUT_TEXT, ANSWERED)
			.with("voice.spoken_text", ANSWERED);
		assertThat(marksOf(synthesis, "true", "INPUTS")).isEmpty();
		assertThat(marksOf(synthesis, "true", "INPUT_TEXT")).isEmpty();
	}

	@Test
	void hidesToolCalls() {
		assertThat(marksOf(tool(), "true", "INPUTS")).containsExactly(ANSWERED);
		assertThat(marksOf(tool(), "true", "OUTPUTS")).containsExactly(HEARD);
	}

	@Test
	void hidesToolsAndParameters() {
		assertThat(marksOf(request(), "true", "LLM_TOOLS")).doesNotContain(OFFERED).hasSize(3);
		assertThat(sent(request(), "true", "LLM_INVOCATION_PARAMETERS"))
			.doesNotContainKeys("llm.invocation_parameters", "gen_ai.request.temperature")
			.containsEntry("gen_ai.request.model", "gpt-4o");
	}

	@Test
	void hidesImages() {
		String image = "[{\"role\":\"user\",\"parts\":[{\"type\":\"uri\",\"modality\":\"image\",\"uri\":\"" + HEARD
				+ "\"}]}]";
		TestSpan seen = TestSpan.of(Stage.LLM_REQUEST).with(TelemetryAttributes.INPUT_MESSAGES, image);
		assertThat(marksOf(seen, "true", "INPUT_IMAGES")).isEmpty();
		assertThat(marksOf(request(), "true", "INPUT_IMAGES")).contains(HEARD);
	}

	@Test
	void hidesWhatOthersWrote() {
		TestSpan other = TestSpan.ofFramework("completion")
			.with("llm.prompts.0.prompt.text", HEARD)
			.with("gen_ai.prompt", HEARD)
			.with("llm.choices.0.completion.text", ANSWERED)
			.with("gen_ai.completion", ANSWERED);
		assertThat(marksOf(other, "true", "PROMPTS")).containsExactly(ANSWERED);
		assertThat(marksOf(other, "true", "CHOICES")).containsExactly(HEARD);
		assertThat(marksOf(other, "true", "INPUTS", "OUTPUTS")).isEmpty();
		TestSpan embedding = TestSpan.ofFramework("embedding")
			.with("embedding.embeddings.0.embedding.text", HEARD)
			.with("embedding.embeddings.0.embedding.vector", ANSWERED)
			.with("retrieval.documents.0.document.content", OFFERED);
		assertThat(marksOf(embedding, "true", "EMBEDDINGS_TEXT")).containsExactlyInAnyOrder(ANSWERED, OFFERED);
		assertThat(marksOf(embedding, "true", "EMBEDDINGS_VECTORS")).containsExactlyInAnyOrder(HEARD, OFFERED);
		assertThat(marksOf(embedding, "true", "EMBEDDING_VECTORS")).containsExactlyInAnyOrder(HEARD, OFFERED);
		assertThat(marksOf(embedding, "true", "RETRIEVAL_DOCUMENTS")).containsExactlyInAnyOrder(HEARD, ANSWERED);
	}

	@Test
	void hidesWhatAnotherDialectWrote() {
		TestSpan turn = TestSpan.of(Stage.USER_TURN).with(TelemetryAttributes.TRANSCRIPT, HEARD);
		SpanDialect hiding = new OpenInferenceDialect(
				OpenInferencePrivacy.of((name) -> name.equals("OPENINFERENCE_HIDE_INPUTS") ? "true" : null));
		assertThat(marks(turn.in(LiveKitDialect.current()))).containsExactly(HEARD);
		assertThat(marks(turn.in(LiveKitDialect.current(), hiding))).isEmpty();
	}

	@Test
	void hidesWhatCouldNotBeRead() {
		TestSpan cut = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.INPUT_MESSAGES, "[{\"role\":\"user\",\"content\":\"" + HEARD)
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, "[{" + INSTRUCTED)
			.with("gen_ai.tool.definitions", "[{" + OFFERED);
		assertThat(marksOf(cut, "true", "INPUTS")).isEmpty();
		assertThat(marksOf(cut, "true", "INPUT_MESSAGES", "LLM_TOOLS")).isEmpty();
		assertThat(marksOf(cut, "true", "INPUT_TEXT", "LLM_TOOLS")).isEmpty();
	}

	private static TestSpan request() {
		return messages(Stage.LLM_REQUEST).with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.REQUEST_TEMPERATURE, 0.5)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.SYSTEM_INSTRUCTIONS, MessageJson.instructions(INSTRUCTED))
			.with(AttributeKey.stringKey("gen_ai.tool.definitions"),
					"[{\"type\":\"function\",\"name\":\"hours\",\"description\":\"" + OFFERED + "\"}]");
	}

	private static TestSpan messages(Stage stage) {
		return TestSpan.of(stage)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", HEARD))
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", ANSWERED));
	}

	private static TestSpan tool() {
		return TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"name\":\"" + HEARD + "\"}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, ANSWERED);
	}

	private static List<String> marksOf(TestSpan span, String value, String... variables) {
		return marks(sent(span, value, variables));
	}

	private static Map<String, Object> sent(TestSpan span, String value, String... variables) {
		Set<String> set = Set.of(variables);
		return span.in(new OpenInferenceDialect(OpenInferencePrivacy
			.of((name) -> set.contains(name.substring("OPENINFERENCE_HIDE_".length())) ? value : null)));
	}

	private static List<String> marks(Map<String, Object> sent) {
		List<String> marks = new ArrayList<>(List.of(HEARD, ANSWERED, INSTRUCTED, OFFERED));
		marks.removeIf((mark) -> !sent.toString().contains(mark));
		return marks;
	}

	@Test
	void hidesWhatIsUnderTheKeysOfOthers() {
		for (String key : List.of("gen_ai.prompt.0.content", "spring.ai.tool.call.arguments", "traceloop.entity.input",
				"prompt", "input", "llm.prompt_template.variables", "langfuse.observation.input")) {
			TestSpan span = TestSpan.ofFramework("work").with(key, HEARD);
			for (String variable : List.of("INPUTS", "INPUT_MESSAGES", "INPUT_TEXT")) {
				assertThat(marksOf(span, "true", variable)).as(key).isEmpty();
			}
			assertThat(marksOf(span, "true", "OUTPUTS")).as(key).containsExactly(HEARD);
		}
		for (String key : List.of("gen_ai.completion.0.content", "spring.ai.tool.call.result",
				"traceloop.entity.output", "completion", "output", "langfuse.observation.output")) {
			TestSpan span = TestSpan.ofFramework("work").with(key, ANSWERED);
			for (String variable : List.of("OUTPUTS", "OUTPUT_MESSAGES", "OUTPUT_TEXT")) {
				assertThat(marksOf(span, "true", variable)).as(key).isEmpty();
			}
			assertThat(marksOf(span, "true", "INPUTS")).as(key).containsExactly(ANSWERED);
		}
	}

	@Test
	void hidesWhatMayBeOfEitherSide() {
		TelemetryAttribute<String> note = TelemetryAttribute.content(AttributeKey.stringKey("privacy.note"));
		for (String key : List.of("llm.function_call", "lk.input_text", "transcript", note.key().getKey())) {
			for (String variable : List.of("INPUTS", "OUTPUT_TEXT")) {
				assertThat(marksOf(TestSpan.ofFramework("work").with(key, HEARD), "true", variable)).as(key).isEmpty();
			}
			assertThat(marksOf(TestSpan.ofFramework("work").with(key, HEARD), "true", "LLM_TOOLS")).as(key)
				.containsExactly(HEARD);
		}
	}

	@Test
	void hidesWhatEventsAndLinksSay() {
		AttributeKey<String> content = AttributeKey.stringKey("content");
		TestSpan span = request().event("gen_ai.user.message", Attributes.of(content, HEARD))
			.event("gen_ai.choice", Attributes.of(content, ANSWERED))
			.event("gen_ai.client.inference.operation.details",
					Attributes.of(TelemetryAttributes.INPUT_MESSAGES.key(), HEARD))
			.event("noted", Attributes.of(AttributeKey.stringKey("transcript"), HEARD))
			.event("exception", Attributes.of(TelemetryAttributes.EXCEPTION_MESSAGE.key(), "boom"))
			.link(Attributes.of(AttributeKey.stringKey("prompt"), HEARD));
		SpanData sent = Dialects.of(List.of(hiding("INPUTS"))).apply(span.data());
		assertThat(sent.getEvents()).extracting(EventData::getName).containsExactly("noted", "exception");
		assertThat(sent.getEvents() + "" + sent.getLinks()).doesNotContain(HEARD).contains("boom");
		assertThat(Dialects.of(List.of(hiding())).apply(span.data()).getEvents()).hasSize(5);
	}

	@Test
	void noOtherDialectTellsWhatIsHidden() {
		TestSpan synthesis = TestSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.TTS_INPUT_TEXT, HEARD)
			.with("voice.spoken_text", HEARD);
		for (SpanDialect other : BuiltInDialects.all()) {
			for (TestSpan span : List.of(request(), synthesis)) {
				assertThat(marks(span.in(hiding("INPUTS"), other))).as(other.name()).doesNotContain(HEARD, INSTRUCTED);
				assertThat(marks(span.in(other, hiding("INPUTS")))).as(other.name()).doesNotContain(HEARD, INSTRUCTED);
			}
		}
		assertThat(marks(request().in(LiveKitDialect.current(), hiding("INPUTS")))).contains(ANSWERED);
	}

	private static SpanDialect hiding(String... variables) {
		Set<String> set = Set.of(variables);
		return new OpenInferenceDialect(OpenInferencePrivacy
			.of((name) -> set.contains(name.substring("OPENINFERENCE_HIDE_".length())) ? "true" : null));
	}

}

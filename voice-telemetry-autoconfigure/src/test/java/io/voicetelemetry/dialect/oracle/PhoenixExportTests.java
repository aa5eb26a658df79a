package io.voicetelemetry.dialect.oracle;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Phoenix shows of a call that is sent to it.
 */
class PhoenixExportTests {

	private static ReferenceExport export;

	private static Shown shown;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Backends.only("phoenix"));
		shown = new Shown(export.call(), new PhoenixOracle().show(export.spans("phoenix")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | AGENT/CHAIN | Can I come on Tuesday    | You are welcome
			USER_TURN           | CHAIN       | Can I come on Tuesday    | -
			RECOGNITION         | CHAIN       | audio                    | Can I come on Tuesday
			AGENT_TURN          | AGENT       | Can I come on Tuesday    | Tuesday at nine is free
			LLM_CALL_FOR_TOOLS  | LLM         | Can I come on Tuesday    | find_slots
			LLM_CALL            | LLM         | Can I come on Tuesday    | Tuesday at nine is free
			TOOL                | TOOL        | {"day":"Tuesday"}        | 09:30
			FAILED_TOOL         | TOOL        | {"day":"Tuesday"}        | ?
			SYNTHESIS           | CHAIN       | Tuesday at nine is free  | audio
			FAILED_LLM_CALL     | LLM         | What does it cost        | -
			CANCELLED_REPLY     | AGENT       | What does it cost        | A cleaning is
			CANCELLED_SYNTHESIS | CHAIN       | A cleaning is ninety     | ?
			REALTIME_TURN       | AGENT       | Thank you                | You are welcome
			REALTIME_INFERENCE  | LLM         | Thank you                | You are welcome
			LLM_CALL_OUTSIDE    | LLM         | Sum it up                | An appointment
			""")
	void showsKindInputAndOutput(Moment moment, String type, String input, String output) {
		shown.assertTypeInputOutput(moment, type, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | 4000 | 242
			USER_TURN           | -    | -
			AGENT_TURN          | 2100 | 62
			LLM_NODE            | 900  | 20
			LLM_CALL_FOR_TOOLS  | 900  | 20
			LLM_CALL            | 1200 | 42
			TOOL                | -    | -
			SYNTHESIS           | -    | -
			FAILED_LLM_CALL     | -    | -
			CANCELLED_REPLY     | 1300 | 30
			REALTIME_TURN       | 600  | 150
			REALTIME_INFERENCE  | 600  | 150
			LLM_CALL_OUTSIDE    | 50   | 5
			""")
	void addsUpTokensToTheCall(Moment moment, String input, String output) {
		shown.assertTokens(moment, input, output);
	}

	@Test
	void showsPartsOfTheTokens() {
		assertThat(shown.at(Moment.LLM_CALL).usage()).containsExactlyInAnyOrderEntriesOf(
				Map.of("prompt", 1200L, "completion", 42L, "total", 1242L, "cache_read", 400L, "reasoning", 12L));
		assertThat(shown.at(Moment.REALTIME_INFERENCE).usage()).containsEntry("cache_read", 200L)
			.containsEntry("prompt_audio", 500L)
			.containsEntry("completion_audio", 120L);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | -                       | UNSET/OK | -
			USER_TURN           | -                       | UNSET/OK | -
			AGENT_TURN          | -                       | UNSET/OK | -
			LLM_CALL            | gpt-4o                  | UNSET/OK | -
			TOOL                | -                       | UNSET/OK | -
			FAILED_TOOL         | -                       | ERROR    | that slot is gone
			FAILED_LLM_CALL     | gpt-4o                  | ERROR    | overloaded
			LLM_CALL_AGAIN      | claude-haiku            | UNSET/OK | -
			CANCELLED_REPLY     | -                       | UNSET/OK | ?
			REALTIME_INFERENCE  | gpt-4o-realtime-preview | UNSET/OK | -
			""")
	void showsModelAndStatus(Moment moment, String model, String level, String message) {
		shown.assertModelAndLevel(moment, model, level, message);
	}

	@Test
	void showsMessages() {
		ProductView view = shown.at(Moment.LLM_CALL);
		assertThat(view.details().get("inputMessages")).asString()
			.contains("\"role\":\"system\"", ReferenceCall.INSTRUCTIONS, "\"role\":\"user\"", ReferenceCall.QUESTION,
					"\"tool_calls\"", "\"name\":\"find_slots\"", "\"role\":\"tool\"", "09:30");
		assertThat(view.details().get("tools")).asString().contains("find_slots", "Finds free appointments");
		assertThat(shown.at(Moment.LLM_CALL_FOR_TOOLS).details().get("outputMessages")).asString()
			.contains("\"role\":\"assistant\"", "\"tool_calls\"", "\"name\":\"find_slots\"", "Tuesday");
		assertThat(view.details().get("outputMessages")).asString()
			.contains("\"role\":\"assistant\"", ReferenceCall.ANSWER);
		assertThat(view.details().get("invocationParameters")).asString().contains("temperature", "max_tokens");
		assertThat(view.provider()).isEqualTo("openai");
	}

	@Test
	void showsToolsAndAgents() {
		assertThat(shown.at(Moment.TOOL).details()).containsEntry("toolName", "find_slots")
			.containsEntry("toolCallId", "call_1")
			.containsEntry("inputMimeType", "application/json")
			.containsEntry("outputMimeType", "application/json");
		assertThat(shown.at(Moment.AGENT_TURN).details()).containsEntry("agentName", ReferenceCall.AGENT);
		assertThat(shown.at(Moment.USER_TURN).details()).containsEntry("inputMimeType", "text/plain");
	}

	@Test
	void knowsTheKindOfEverySpan() {
		assertThat(shown.all()).extracting(ProductView::type).doesNotContain("UNKNOWN");
	}

	@Test
	void putsTheCallTogetherByItsSessionAndCaller() {
		assertThat(shown.ofCall()).isNotEmpty().allSatisfy((view) -> {
			assertThat(view.session()).isEqualTo(ReferenceCall.ID);
			assertThat(view.user()).isEqualTo(ReferenceCall.CALLER);
			assertThat(view.metadata()).containsValue(ReferenceCall.TENANT).containsValue(ReferenceCall.ROOM);
		});
		assertThat(shown.at(Moment.LLM_CALL_OUTSIDE).session()).isNull();
	}

	@Test
	void misreadsNothing() {
		assertThat(shown.all()).allSatisfy((view) -> assertThat(view.problems()).isEmpty());
	}

	@Test
	void isSentAsItAsks() {
		ReceivedRequest request = export.request("phoenix");
		assertThat(request.path()).isEqualTo("/v1/traces");
		assertThat(request.header("authorization")).isEqualTo("Bearer phoenix-key");
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(request.gzip()).isTrue();
		assertThat(request.header("x-project-name")).isEqualTo("clinic");
		assertThat(export.spans("phoenix")).allSatisfy((span) -> {
			assertThat(PhoenixOracle.project(null, span.resourceAttributes())).isEqualTo("clinic");
			assertThat(span.resourceAttributes()).containsEntry("service.name", "clinic-line");
		});
	}

	@Test
	void hasNoKeyOfOthers() {
		assertThat(export.keys("phoenix")).noneMatch(
				(key) -> key.startsWith("langfuse.") || key.startsWith("lk.") || key.startsWith("gen_ai.prompt"));
	}

}

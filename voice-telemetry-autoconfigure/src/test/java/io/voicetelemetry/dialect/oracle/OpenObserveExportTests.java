package io.voicetelemetry.dialect.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What OpenObserve shows of a call that is sent to it.
 */
class OpenObserveExportTests {

	private static ReferenceExport export;

	private static Shown shown;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Backends.only("openobserve"));
		shown = new Shown(export.call(), new OpenObserveOracle(Instant.now()).show(export.spans("openobserve")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | invoke_workflow  | Can I come on Tuesday    | You are welcome
			USER_TURN           | ?                | Can I come on Tuesday    | ?
			RECOGNITION         | ?                | audio                    | Can I come on Tuesday
			AGENT_TURN          | invoke_agent     | Can I come on Tuesday    | Tuesday at nine is free
			LLM_CALL_FOR_TOOLS  | chat             | Can I come on Tuesday    | find_slots
			LLM_CALL            | chat             | Can I come on Tuesday    | Tuesday at nine is free
			TOOL                | execute_tool     | {"day":"Tuesday"}        | 09:30
			FAILED_TOOL         | execute_tool     | {"day":"Tuesday"}        | ?
			SYNTHESIS           | ?                | Tuesday at nine is free  | audio
			FAILED_LLM_CALL     | chat             | What does it cost        | ?
			CANCELLED_REPLY     | invoke_agent     | What does it cost        | A cleaning is
			CANCELLED_SYNTHESIS | ?                | A cleaning is ninety     | ?
			REALTIME_TURN       | invoke_agent     | Thank you                | You are welcome
			REALTIME_INFERENCE  | generate_content | Thank you                | You are welcome
			LLM_CALL_OUTSIDE    | chat             | Sum it up                | An appointment
			""")
	void showsOperationInputAndOutput(Moment moment, String type, String input, String output) {
		shown.assertTypeInputOutput(moment, type, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | 0    | 0
			AGENT_TURN          | 0    | 0
			LLM_CALL_FOR_TOOLS  | 900  | 20
			LLM_CALL            | 1200 | 42
			TOOL                | 0    | 0
			LLM_CALL_AGAIN      | 1300 | 30
			CANCELLED_REPLY     | 0    | 0
			REALTIME_TURN       | 0    | 0
			REALTIME_INFERENCE  | 600  | 150
			LLM_CALL_OUTSIDE    | 50   | 5
			""")
	void countsTokensWithTheCachedOnes(Moment moment, String input, String output) {
		shown.assertTokens(moment, input, output);
	}

	@Test
	void guessesNoTokensOfSpeech() {
		assertThat(shown.all()).filteredOn((view) -> view.details().containsKey("guessedTokens"))
			.extracting((view) -> view.span().spanId())
			.isSubsetOf(List.of(export.call().spanId(Moment.FAILED_LLM_CALL)));
	}

	@Test
	void addsUpTheTokensOfTheCall() {
		List<ProductView> known = shown.ofCall()
			.stream()
			.filter((view) -> !view.span().spanId().equals(export.call().spanId(Moment.FAILED_LLM_CALL)))
			.toList();
		assertThat(OpenObserveOracle.tokens(known).values())
			.containsExactly(List.of(ReferenceCall.INPUT_TOKENS, ReferenceCall.OUTPUT_TOKENS));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | -                       | UNSET/OK | -
			USER_TURN           | ?                       | UNSET/OK | -
			LLM_CALL            | gpt-4o-2024-08-06       | UNSET/OK | -
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

	@ParameterizedTest
	@EnumSource(names = { "LLM_CALL_FOR_TOOLS", "LLM_CALL", "LLM_CALL_AGAIN", "REALTIME_INFERENCE" })
	void showsTheTimeToTheFirstToken(Moment moment) {
		shown.assertTimeToFirstToken(moment);
	}

	@Test
	void showsProviderAndCachedTokens() {
		assertThat(shown.at(Moment.LLM_CALL).provider()).isEqualTo("openai");
		assertThat(shown.at(Moment.LLM_CALL).usage()).containsEntry("cache_read_input", 400L)
			.containsEntry("total", 1242L);
		assertThat(shown.at(Moment.LLM_CALL_AGAIN).provider()).isEqualTo("anthropic");
	}

	@Test
	void putsTheCallTogetherByItsSessionAndCaller() {
		assertThat(shown.ofCall()).isNotEmpty().allSatisfy((view) -> {
			assertThat(view.session()).isEqualTo(ReferenceCall.ID);
			assertThat(view.user()).isEqualTo(ReferenceCall.CALLER);
			assertThat(view.environment()).isEqualTo("Production");
			assertThat(view.metadata()).containsEntry("tenant_id", ReferenceCall.TENANT)
				.containsEntry("voice_room_name", ReferenceCall.ROOM)
				.containsEntry("service_name", "clinic-line");
		});
		assertThat(shown.at(Moment.LLM_CALL_OUTSIDE).session()).isNull();
	}

	@Test
	void showsInstructions() {
		assertThat(shown.at(Moment.LLM_CALL).metadata().get("gen_ai_system_instructions")).asString()
			.contains(ReferenceCall.INSTRUCTIONS);
	}

	@Test
	void showsTheAgent() {
		assertThat(shown.at(Moment.AGENT_TURN).details()).containsEntry("agentName", ReferenceCall.AGENT);
	}

	@Test
	void rejectsAndMisreadsNothing() {
		assertThat(shown.all()).hasSameSizeAs(export.spans("openobserve"))
			.allSatisfy((view) -> assertThat(view.problems()).isEmpty());
	}

	@Test
	void isSentAsItAsks() {
		ReceivedRequest request = export.request("openobserve");
		assertThat(request.path()).isEqualTo("/api/clinic/v1/traces");
		assertThat(request.header("authorization")).isEqualTo("Basic dXNlcjpwYXNz");
		assertThat(request.header("stream-name")).isEqualTo("calls");
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(request.gzip()).isTrue();
	}

	@Test
	void hasNoKeyThatItWouldMisread() {
		assertThat(export.keys("openobserve"))
			.noneMatch((key) -> key.startsWith("langfuse.") || key.startsWith("gen_ai.prompt") || key.startsWith("lk.")
					|| key.startsWith("openinference.") || key.startsWith("llm.") || key.equals("input.value"));
	}

}

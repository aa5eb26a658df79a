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
 * What Catalyst can show of a call that is sent to it.
 */
class CatalystExportTests {

	private static ReferenceExport export;

	private static Shown shown;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Backends.only("catalyst"));
		shown = new Shown(export.call(), new CatalystOracle().show(export.spans("catalyst")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | AGENT | Can I come on Tuesday    | You are welcome
			USER_TURN           | CHAIN | Can I come on Tuesday    | -
			RECOGNITION         | CHAIN | audio                    | Can I come on Tuesday
			AGENT_TURN          | AGENT | Can I come on Tuesday    | Tuesday at nine is free
			LLM_CALL_FOR_TOOLS  | LLM   | Can I come on Tuesday    | find_slots
			LLM_CALL            | LLM   | Can I come on Tuesday    | Tuesday at nine is free
			TOOL                | TOOL  | {"day":"Tuesday"}        | 09:30
			FAILED_TOOL         | TOOL  | {"day":"Tuesday"}        | ?
			SYNTHESIS           | CHAIN | Tuesday at nine is free  | audio
			FAILED_LLM_CALL     | LLM   | What does it cost        | -
			CANCELLED_REPLY     | AGENT | What does it cost        | A cleaning is
			CANCELLED_SYNTHESIS | CHAIN | A cleaning is ninety     | ?
			REALTIME_TURN       | AGENT | Thank you                | You are welcome
			REALTIME_INFERENCE  | LLM   | Thank you                | You are welcome
			LLM_CALL_OUTSIDE    | LLM   | Sum it up                | An appointment
			""")
	void showsKindInputAndOutput(Moment moment, String type, String input, String output) {
		shown.assertTypeInputOutput(moment, type, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | -    | -
			AGENT_TURN          | -    | -
			LLM_NODE            | -    | -
			LLM_CALL_FOR_TOOLS  | 900  | 20
			LLM_CALL            | 1200 | 42
			TOOL                | -    | -
			RECOGNITION         | -    | -
			SYNTHESIS           | -    | -
			FAILED_LLM_CALL     | -    | -
			CANCELLED_REPLY     | -    | -
			REALTIME_TURN       | -    | -
			REALTIME_INFERENCE  | 600  | 150
			LLM_CALL_OUTSIDE    | 50   | 5
			""")
	void countsTokensOnModelCallsAlone(Moment moment, String input, String output) {
		shown.assertTokens(moment, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | -                       | UNSET/OK | -
			LLM_CALL            | gpt-4o                  | UNSET/OK | -
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
	void showsPartsOfTheTokens() {
		assertThat(shown.at(Moment.LLM_CALL).usage()).containsExactlyInAnyOrderEntriesOf(
				Map.of("prompt", 1200L, "completion", 42L, "total", 1242L, "cache_read", 400L, "reasoning", 12L));
	}

	@Test
	void putsAgentsTogether() {
		assertThat(shown.at(Moment.AGENT_TURN).details()).containsEntry("agentName", ReferenceCall.AGENT)
			.containsEntry("agent.outcome", "success");
		assertThat(shown.at(Moment.CANCELLED_REPLY).details()).containsEntry("agent.outcome", "cancelled");
		assertThat(List.of(Moment.AGENT_TURN, Moment.CANCELLED_REPLY, Moment.REALTIME_TURN))
			.extracting((moment) -> shown.at(moment).details().get("agent.id"))
			.doesNotContainNull()
			.containsOnly(shown.at(Moment.SESSION).details().get("agent.id"));
	}

	@Test
	void showsTools() {
		assertThat(shown.at(Moment.TOOL).details()).containsEntry("toolName", "find_slots")
			.containsEntry("toolCallId", "call_1");
	}

	@Test
	void putsTheCallTogetherByItsSessionAndCaller() {
		assertThat(shown.ofCall()).isNotEmpty().allSatisfy((view) -> {
			assertThat(view.session()).isEqualTo(ReferenceCall.ID);
			assertThat(view.user()).isEqualTo(ReferenceCall.CALLER);
			assertThat(view.metadata()).containsValue(ReferenceCall.TENANT);
		});
		assertThat(shown.at(Moment.LLM_CALL_OUTSIDE).session()).isNull();
	}

	@Test
	void misreadsNothing() {
		assertThat(shown.all()).allSatisfy((view) -> assertThat(view.problems()).isEmpty());
	}

	@Test
	void isSentAsItAsks() {
		ReceivedRequest request = export.request("catalyst");
		assertThat(request.path()).isEqualTo("/v1/traces");
		assertThat(request.header("authorization")).isEqualTo("Bearer catalyst-key");
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(export.spans("catalyst"))
			.allSatisfy((span) -> assertThat(span.resourceAttributes()).containsEntry("service.name", "clinic-agent"));
	}

}

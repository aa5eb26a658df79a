package io.voicetelemetry.dialect.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.voicetelemetry.test.ReceivedRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Langfuse shows of a call that is sent to it.
 */
class LangfuseExportTests {

	private static final Set<Moment> MODEL_CALLS = EnumSet.of(Moment.LLM_CALL_FOR_TOOLS, Moment.LLM_CALL,
			Moment.FAILED_LLM_CALL, Moment.LLM_CALL_AGAIN, Moment.REALTIME_INFERENCE, Moment.LLM_CALL_OUTSIDE);

	/** The buckets by which Langfuse knows prices of speech-to-speech models. */
	private static final Set<String> REALTIME_BUCKETS = Set.of("input_text_tokens", "input_cached_text_tokens",
			"output_text_tokens", "input_audio_tokens", "input_cached_audio_tokens", "output_audio_tokens", "total");

	private static ReferenceExport export;

	private static Shown shown;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Backends.only("langfuse"));
		shown = new Shown(export.call(), new LangfuseOracle().show(export.spans("langfuse")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | AGENT/SPAN | Can I come on Tuesday    | You are welcome
			USER_TURN           | SPAN       | Can I come on Tuesday    | -
			RECOGNITION         | SPAN       | audio                    | Can I come on Tuesday
			AGENT_TURN          | AGENT      | Can I come on Tuesday    | Tuesday at nine is free
			LLM_CALL_FOR_TOOLS  | GENERATION | Can I come on Tuesday    | find_slots
			LLM_CALL            | GENERATION | Can I come on Tuesday    | Tuesday at nine is free
			TOOL                | TOOL       | {"day":"Tuesday"}        | 09:30
			FAILED_TOOL         | TOOL       | {"day":"Tuesday"}        | ?
			SYNTHESIS           | SPAN       | Tuesday at nine is free  | audio
			FAILED_LLM_CALL     | GENERATION | What does it cost        | -
			CANCELLED_REPLY     | AGENT      | What does it cost        | A cleaning is
			CANCELLED_SYNTHESIS | SPAN       | A cleaning is ninety     | ?
			REALTIME_TURN       | AGENT      | Thank you                | You are welcome
			REALTIME_INFERENCE  | GENERATION | Thank you                | You are welcome
			LLM_CALL_OUTSIDE    | GENERATION | Sum it up                | An appointment
			""")
	void showsTypeInputAndOutput(Moment moment, String type, String input, String output) {
		shown.assertTypeInputOutput(moment, type, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | -    | -
			USER_TURN           | -    | -
			RECOGNITION         | -    | -
			AGENT_TURN          | -    | -
			LLM_NODE            | -    | -
			LLM_CALL_FOR_TOOLS  | 900  | 20
			LLM_CALL            | 1200 | 42
			TOOL                | -    | -
			FAILED_TOOL         | -    | -
			SYNTHESIS           | -    | -
			FAILED_LLM_CALL     | -    | -
			LLM_CALL_AGAIN      | 1300 | 30
			CANCELLED_REPLY     | -    | -
			REALTIME_TURN       | -    | -
			REALTIME_INFERENCE  | 600  | 150
			LLM_CALL_OUTSIDE    | 50   | 5
			""")
	void countsEachTokenOnce(Moment moment, String input, String output) {
		shown.assertTokens(moment, input, output);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | ?                       | DEFAULT         | -
			USER_TURN           | ?                       | DEFAULT         | -
			AGENT_TURN          | -                       | DEFAULT         | -
			LLM_CALL            | gpt-4o-2024-08-06       | DEFAULT         | -
			TOOL                | -                       | DEFAULT         | -
			FAILED_TOOL         | -                       | ERROR           | that slot is gone
			FAILED_LLM_CALL     | gpt-4o                  | ERROR           | overloaded
			LLM_CALL_AGAIN      | claude-haiku            | DEFAULT         | -
			CANCELLED_REPLY     | -                       | DEFAULT/WARNING | ?
			CANCELLED_SYNTHESIS | ?                       | DEFAULT/WARNING | ?
			REALTIME_INFERENCE  | gpt-4o-realtime-preview | DEFAULT         | -
			""")
	void showsModelAndLevel(Moment moment, String model, String level, String message) {
		shown.assertModelAndLevel(moment, model, level, message);
	}

	@Test
	void knowsPricesOfTheBuckets() {
		assertThat(without("total", shown.at(Moment.LLM_CALL).usage())).containsExactlyInAnyOrderEntriesOf(
				Map.of("input", 800L, "input_cached_tokens", 400L, "output", 30L, "output_reasoning_tokens", 12L));
		assertThat(without("total", shown.at(Moment.LLM_CALL_FOR_TOOLS).usage()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("input", 900L, "output", 20L));
		Map<String, Long> realtime = shown.at(Moment.REALTIME_INFERENCE).usage();
		assertThat(REALTIME_BUCKETS).containsAll(realtime.keySet());
		assertThat(realtime).containsEntry("input_audio_tokens", 350L)
			.containsEntry("input_cached_audio_tokens", 150L)
			.containsEntry("output_audio_tokens", 120L);
	}

	private static Map<String, Long> without(String bucket, Map<String, Long> usage) {
		return usage.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals(bucket))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@Test
	void takesNothingElseForAGeneration() {
		assertThat(shown.all()).filteredOn((view) -> "GENERATION".equals(view.type()))
			.extracting((view) -> view.span().spanId())
			.containsExactlyInAnyOrderElementsOf(MODEL_CALLS.stream().map(export.call()::spanId).toList());
	}

	@ParameterizedTest
	@EnumSource(names = { "LLM_CALL_FOR_TOOLS", "LLM_CALL", "LLM_CALL_AGAIN", "REALTIME_INFERENCE" })
	void showsTheTimeToTheFirstToken(Moment moment) {
		shown.assertTimeToFirstToken(moment);
	}

	@Test
	void showsNoTimeToTheFirstTokenElsewhere() {
		assertThat(shown.at(Moment.FAILED_LLM_CALL).timeToFirstToken()).isNull();
		assertThat(shown.at(Moment.TOOL).timeToFirstToken()).isNull();
	}

	@Test
	void putsTheCallTogetherByItsSessionAndCaller() {
		assertThat(shown.ofCall()).isNotEmpty().allSatisfy((view) -> {
			assertThat(view.session()).isEqualTo(ReferenceCall.ID);
			assertThat(view.user()).isEqualTo(ReferenceCall.CALLER);
		});
		assertThat(shown.at(Moment.LLM_CALL_OUTSIDE).session()).isNull();
		assertThat(shown.at(Moment.LLM_CALL_OUTSIDE).user()).isNull();
	}

	@Test
	void hasOnEverySpanWhatItSearchesTracesBy() {
		assertThat(shown.ofCall()).allSatisfy((view) -> {
			assertThat(view.environment()).isEqualTo("production");
			assertThat(view.details()).containsKey("traceName").containsEntry("version", "1.4");
			assertThat(view.metadata()).containsValue(ReferenceCall.TENANT).containsValue(ReferenceCall.ROOM);
		});
		assertThat(shown.ofCall()).extracting((view) -> view.details().get("traceName")).containsOnly(traceName());
	}

	private static Object traceName() {
		return shown.at(Moment.SESSION).details().getOrDefault("traceName", "");
	}

	@Test
	void hasOneRootWhichIsTheSession() {
		assertThat(shown.ofCall()).filteredOn((view) -> Boolean.TRUE.equals(view.details().get("isRoot")))
			.extracting((view) -> view.span().spanId())
			.containsExactly(export.call().spanId(Moment.SESSION));
	}

	@Test
	void namesAnObservationAsTheApplicationDoes() {
		assertThat(shown.at(Moment.LLM_CALL).name()).isEqualTo("llm.voice_response");
		assertThat(shown.at(Moment.TOOL).name()).isEqualTo("find_slots");
		assertThat(shown.at(Moment.AGENT_TURN).name()).isEqualTo("agent_turn");
	}

	@Test
	void showsTheParametersOfTheModel() {
		assertThat(shown.at(Moment.LLM_CALL).details().get("modelParameters")).asString()
			.contains("temperature", "0.3", "max_tokens", "300");
	}

	@Test
	void showsInstructionsToolsAndWhatTheyAnsweredAsInput() {
		assertThat(shown.at(Moment.LLM_CALL).input()).contains(ReferenceCall.INSTRUCTIONS, "find_slots",
				"Finds free appointments", "09:30");
	}

	@Test
	void readsInputAndOutputWhereNothingComesBefore() {
		assertThat(shown.all()).filteredOn((view) -> view.input() != null || view.output() != null)
			.allSatisfy(
					(view) -> assertThat(view.details()).containsEntry("inputOutputFrom", "1 langfuse.observation"));
	}

	@Test
	void misreadsNothing() {
		assertThat(shown.all()).allSatisfy((view) -> assertThat(view.problems()).isEmpty());
	}

	@Test
	void isSentAsItAsks() {
		ReceivedRequest request = export.request("langfuse");
		String basic = Base64.getEncoder().encodeToString("pk-lf-1:sk-lf-2".getBytes(StandardCharsets.UTF_8));
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/api/public/otel/v1/traces");
		assertThat(request.header("authorization")).isEqualTo("Basic " + basic);
		assertThat(request.header("x-langfuse-ingestion-version")).isEqualTo("4");
		assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
		assertThat(request.gzip()).isTrue();
	}

	@Test
	void hasNoKeyThatItWouldMisread() {
		assertThat(export.keys("langfuse")).noneMatch((key) -> key.startsWith("gen_ai.prompt") || key.startsWith("lk.")
				|| key.startsWith("openinference.") || key.startsWith("llm.") || key.equals("input.value"));
		assertThat(export.keys("langfuse")).doesNotContain("prompt", "input", "output", "model", "events",
				"tool_arguments", "model_config", "langfuse.internal.as_root");
	}

}

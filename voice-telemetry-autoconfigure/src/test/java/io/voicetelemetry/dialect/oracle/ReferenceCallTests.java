package io.voicetelemetry.dialect.oracle;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the call by which products are compared is what it is said to be.
 */
class ReferenceCallTests {

	private static ReferenceExport export;

	private static Map<String, ReceivedSpan> spans;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Map.of("otlp", (url) -> List.of("endpoint=" + url + "/v1/traces")));
		spans = export.spans("otlp").stream().collect(Collectors.toMap(ReceivedSpan::spanId, Function.identity()));
	}

	private static ReceivedSpan at(Moment moment) {
		return spans.getOrDefault(export.call().spanId(moment), HandMadeSpan.with());
	}

	@Test
	void isAWholeCall() {
		assertThat(VoiceTraceChecker.strict()
			.check(spans.values()
				.stream()
				.filter((span) -> span.traceId().equals(export.call().traceId(Moment.SESSION)))
				.toList()))
			.isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Moment.class)
	void hasEveryMoment(Moment moment) {
		assertThat(spans).containsKey(export.call().spanId(moment));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			SESSION             | agent_session      | success
			USER_TURN           | user_turn          | success
			RECOGNITION         | stt_request        | success
			AGENT_TURN          | agent_turn         | success
			LLM_NODE            | llm_node           | success
			LLM_CALL            | llm_request        | success
			TOOL                | function_tool      | success
			FAILED_TOOL         | function_tool      | error
			SYNTHESIS           | tts_request        | success
			FAILED_LLM_CALL     | llm_request        | error
			CANCELLED_REPLY     | agent_turn         | cancelled
			CANCELLED_SYNTHESIS | tts_request        | cancelled
			REALTIME_INFERENCE  | realtime_inference | success
			LLM_CALL_OUTSIDE    | llm_request        | success
			""")
	void hasTheStagesAndOutcomes(Moment moment, String stage, String outcome) {
		assertThat(at(moment).attributes()).containsEntry("voice.stage", stage).containsEntry("voice.outcome", outcome);
	}

	@Test
	void standsTogether() {
		assertThat(at(Moment.LLM_CALL).parentSpanId()).isEqualTo(export.call().spanId(Moment.AGENT_TURN));
		assertThat(at(Moment.LLM_CALL_FOR_TOOLS).parentSpanId()).isEqualTo(export.call().spanId(Moment.LLM_NODE));
		assertThat(at(Moment.LLM_CALL_OUTSIDE).parentSpanId()).isEmpty();
		assertThat(export.call().traceId(Moment.LLM_CALL_OUTSIDE)).isNotEqualTo(export.call().traceId(Moment.SESSION));
	}

	@Test
	void takesTheTokensThatItSays() {
		assertThat(sum("gen_ai.usage.input_tokens")).isEqualTo(ReferenceCall.INPUT_TOKENS);
		assertThat(sum("gen_ai.usage.output_tokens")).isEqualTo(ReferenceCall.OUTPUT_TOKENS);
	}

	private static long sum(String key) {
		return spans.values()
			.stream()
			.filter((span) -> span.traceId().equals(export.call().traceId(Moment.SESSION)))
			.mapToLong((span) -> (span.attributes().get(key) instanceof Long tokens) ? tokens : 0)
			.sum();
	}

}

package io.voicetelemetry.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the trace of the scripted call, as a backend gets it.
 */
class ScriptedCallTraceTests {

	private static RecordedCall call;

	@BeforeAll
	static void play() throws Exception {
		call = RecordedCall.play((uri) -> {
		}, "--sample.call=scripted", "--sample.playout-speed=20");
	}

	@Test
	void followsTheRules() {
		assertThat(VoiceTraceChecker.violations(call.spans())).isEmpty();
	}

	@Test
	void isOneTraceWithTheSessionOnEverySpan() {
		List<ReceivedSpan> voice = call.spans().stream().filter(ReceivedSpan::isVoiceSpan).toList();
		assertThat(voice).extracting(ReceivedSpan::traceId).containsOnly(call.only("agent_session").traceId());
		assertThat(voice).allSatisfy((span) -> assertThat(span.attributes()).containsAllEntriesOf(Map.of("session.id",
				call.ended().callId(), "gen_ai.conversation.id", call.ended().callId(), "tenant.id", "riverside-clinic",
				"voice.room_name", "appointment-line", "deployment.environment.name", "demo")));
	}

	@Test
	void hasAllStages() {
		Map<String, Long> stages = call.spans()
			.stream()
			.map(ReceivedSpan::stage)
			.filter(Objects::nonNull)
			.collect(Collectors.groupingBy((stage) -> stage, Collectors.counting()));
		assertThat(stages)
			.containsOnlyKeys("agent_session", "operation", "user_turn", "user_speaking", "stt_request", "eou_wait",
					"eou_detection", "agent_turn", "llm_node", "llm_request", "function_tool", "tts_node",
					"tts_request", "agent_speaking")
			.containsEntry("agent_session", 1L)
			.containsEntry("operation", 1L)
			.containsEntry("user_turn", 4L)
			.containsEntry("user_speaking", 4L)
			.containsEntry("stt_request", 4L)
			.containsEntry("eou_wait", 4L)
			.containsEntry("agent_turn", 5L)
			.containsEntry("agent_speaking", 5L)
			.containsEntry("tts_node", 5L)
			.containsEntry("llm_node", 7L)
			.containsEntry("llm_request", 7L)
			.containsEntry("function_tool", 2L);
		assertThat(stages.get("tts_request")).isGreaterThan(8);
	}

	@Test
	void oneReplyIsInterrupted() {
		List<ReceivedSpan> interrupted = call.ofStage("agent_turn",
				(turn) -> turn.attributes().containsKey("voice.interrupted"));
		assertThat(interrupted).singleElement().satisfies((turn) -> {
			assertThat(turn.attributes()).containsEntry("voice.interrupted", true)
				.containsEntry("voice.interruption.source", "audio_activity")
				.containsEntry("voice.outcome", "cancelled")
				.containsEntry("voice.playout.position", 4.0);
			ReceivedSpan node = call.only("llm_node", (span) -> span.parentSpanId().equals(turn.spanId()));
			assertThat(node.attributes()).containsEntry("voice.outcome", "cancelled");
			assertThat(call.ofStage("llm_request", (request) -> request.parentSpanId().equals(node.spanId())))
				.singleElement()
				.satisfies((request) -> assertThat(request.attributes()).containsEntry("voice.outcome", "cancelled")
					.containsKey("gen_ai.response.time_to_first_chunk")
					.doesNotContainKey("gen_ai.usage.output_tokens"));
		});
		assertThat(call.ofStage("agent_turn", (turn) -> "cancelled".equals(turn.attributes().get("voice.outcome"))))
			.isEqualTo(interrupted);
	}

	@Test
	void feltLatencyIsMeasuredFromSilenceToSound() {
		List<ReceivedSpan> replies = call.ofStage("agent_turn");
		assertThat(replies.get(0).attributes()).as("the greeting answers nothing")
			.doesNotContainKey("voice.e2e_latency");
		for (ReceivedSpan reply : replies.subList(1, replies.size())) {
			ReceivedSpan spoken = call.only("user_speaking", (span) -> sameTurn(span, reply));
			ReceivedSpan heard = call.only("agent_speaking", (span) -> sameTurn(span, reply));
			double seconds = (heard.startEpochNanos() - spoken.endEpochNanos()) / 1e9;
			assertThat((Double) reply.attributes().get("voice.e2e_latency")).isPositive()
				.isCloseTo(seconds, within(0.001));
		}
	}

	@Test
	void tokensAreThoseThatTheModelReported() {
		List<ReportedUsage.Tokens> recorded = new ArrayList<>();
		for (ReceivedSpan request : call.ofStage("llm_request")) {
			assertThat(request.attributes()).containsEntry("gen_ai.provider.name", "openai")
				.containsEntry("gen_ai.request.model", "clinic-rules-1")
				.containsEntry("gen_ai.request.stream", true);
			if (request.attributes().get("gen_ai.usage.input_tokens") instanceof Long input
					&& request.attributes().get("gen_ai.usage.output_tokens") instanceof Long output) {
				recorded.add(new ReportedUsage.Tokens(input, output));
			}
		}
		assertThat(recorded).hasSize(6).isEqualTo(call.tokens());
	}

	@Test
	void toolsHaveNameAndCallId() {
		List<ReceivedSpan> tools = call.ofStage("function_tool");
		assertThat(tools).extracting((tool) -> tool.attributes().get("gen_ai.tool.name"))
			.containsExactly("find_free_slots", "book_appointment");
		assertThat(tools).allSatisfy(
				(tool) -> assertThat((String) tool.attributes().get("gen_ai.tool.call.id")).startsWith("call_"));
	}

	@Test
	void speechIsCounted() {
		assertThat(call.ofStage("tts_request")).allSatisfy((request) -> assertThat(request.attributes())
			.containsKeys("voice.tts.characters", "voice.tts.audio_duration", "voice.tts.time_to_first_byte"));
		assertThat(call.ofStage("stt_request"))
			.allSatisfy((request) -> assertThat(request.attributes()).containsEntry("gen_ai.provider.name", "client")
				.containsKey("voice.stt.audio_duration"));
	}

	@Test
	void nothingThatWasSaidIsRecorded() {
		assertThat(call.spans().toString()).doesNotContain("Tuesday", "TUESDAY", "Riverside", "Keller");
	}

	@Test
	void nothingIsRefused() {
		assertThat(call.refusals()).isEmpty();
	}

	private static boolean sameTurn(ReceivedSpan one, ReceivedSpan other) {
		return Objects.equals(one.attributes().get("voice.speech_id"), other.attributes().get("voice.speech_id"));
	}

}

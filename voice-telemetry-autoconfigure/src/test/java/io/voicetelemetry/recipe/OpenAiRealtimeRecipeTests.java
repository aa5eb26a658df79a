package io.voicetelemetry.recipe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that {@link OpenAiRealtimeConversation} answers, over a WebSocket to Tomcat.
 */
class OpenAiRealtimeRecipeTests {

	private static final List<String> OUTCOMES = List.of("voice.outcome", "voice.interrupted");

	@RegisterExtension
	private static final RealtimeCalls calls = new RealtimeCalls();

	@ParameterizedTest
	@EnumSource
	void aQuestionWithAToolCallIsOneReply(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall call = calls.begin("realtime-1");
			call.conversation().hear("/v7+/g==");
			call.openAi().expect("input_audio_buffer.append");
			call.openAi().question("item_1", "resp_1");
			call.openAi().askForTool("resp_1", "call_1", "find_slots", "{\"day\":\"Tuesday\"}");
			call.openAi().completed("resp_1");
			JsonNode result = call.openAi().expect("conversation.item.create");
			assertThat(result.at("/item/output").asString()).isEqualTo("[\"10:30\"]");
			call.openAi().expect("response.create");
			call.openAi().created("resp_2");
			call.openAi().speak("resp_2", 200);
			call.openAi().transcript("item_1", "Do you have a slot on Tuesday?");
			call.openAi().completed("resp_2");
			call.awaitRead();
			call.line().playOut();
			call.hangUp();
			List<ReceivedSpan> spans = calls.application()
				.assertCall("realtime-1", List.of("voice.outcome", "gen_ai.request.model", "gen_ai.usage.input_tokens"),
						"""
								agent_session voice.outcome=success
								  user_turn voice.outcome=success
								    user_speaking voice.outcome=success
								    eou_wait voice.outcome=success
								    stt_request gen_ai.request.model=gpt-4o-transcribe gen_ai.usage.input_tokens=13 \
								voice.outcome=success
								  agent_turn voice.outcome=success
								    realtime_inference gen_ai.request.model=gpt-realtime-2025-08-28 \
								gen_ai.usage.input_tokens=187 voice.outcome=success
								    function_tool voice.outcome=success
								    realtime_inference gen_ai.request.model=gpt-realtime-2025-08-28 \
								gen_ai.usage.input_tokens=187 voice.outcome=success
								    agent_speaking voice.outcome=success
								""");
			assertThat(call.line().played).hasSize(200);
			Map<String, Object> answer = only(spans, "realtime_inference", 1).attributes();
			assertThat(answer).containsEntry("gen_ai.response.id", "resp_2")
				.containsEntry("gen_ai.usage.output_tokens", 79L)
				.containsEntry("gen_ai.usage.cache_read.input_tokens", 128L)
				.containsKey("gen_ai.response.time_to_first_chunk");
			assertThat((String) answer.get("gen_ai.output.messages")).contains("word ".repeat(200).strip());
			assertThat(only(spans, "realtime_inference", 0).attributes()).containsEntry("gen_ai.response.id", "resp_1")
				.doesNotContainKey("gen_ai.response.time_to_first_chunk");
			assertThat(only(spans, "function_tool", 0).attributes()).containsEntry("gen_ai.tool.name", "find_slots")
				.containsEntry("gen_ai.tool.call.id", "call_1");
			assertThat(only(spans, "user_turn", 0).attributes()).containsEntry("voice.transcript",
					"Do you have a slot on Tuesday?");
			assertThat(only(spans, "agent_turn", 0).attributes()).containsKeys("voice.e2e_latency",
					"voice.spoken_text");
			assertThat(usage(call.session(), "gpt-realtime-2025-08-28")).isEqualTo(TokenUsage.of(374, 158)
				.withCachedInput(256)
				.with(TokenType.INPUT_TEXT, 278)
				.with(TokenType.INPUT_AUDIO, 96)
				.with(TokenType.CACHED_INPUT_TEXT, 240)
				.with(TokenType.CACHED_INPUT_AUDIO, 16)
				.with(TokenType.OUTPUT_TEXT, 48)
				.with(TokenType.OUTPUT_AUDIO, 110));
			assertThat(usage(call.session(), "gpt-4o-transcribe"))
				.isEqualTo(TokenUsage.of(13, 9).with(TokenType.INPUT_TEXT, 0).with(TokenType.INPUT_AUDIO, 13));
			calls.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoIsInterruptedKeepsWhatItHasCost(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall call = calls.begin("realtime-2");
			call.openAi().question("item_1", "resp_1");
			call.openAi().speak("resp_1", 3);
			call.openAi().send("input_audio_buffer.speech_started", "\"audio_start_ms\":4000,\"item_id\":\"item_2\"");
			JsonNode truncated = call.openAi().expect("conversation.item.truncate");
			assertThat(truncated.path("item_id").asString()).isEqualTo("item_of_resp_1");
			assertThat(truncated.path("audio_end_ms").asLong()).isEqualTo(1280);
			// What was under way comes all the same.
			call.openAi().speak("resp_1", 2);
			call.openAi()
				.done("resp_1", "cancelled", "{\"type\":\"cancelled\",\"reason\":\"turn_detected\"}",
						"""
								{"total_tokens":210,"input_tokens":180,"output_tokens":30,"output_token_details":{"audio_tokens":25}}""");
			call.awaitRead();
			call.hangUp();
			List<ReceivedSpan> spans = calls.application()
				.assertCall("realtime-2",
						List.of("voice.outcome", "voice.interrupted", "voice.playout.position",
								"gen_ai.usage.output_tokens"),
						"""
								agent_session voice.outcome=success
								  user_turn voice.outcome=success
								    user_speaking voice.outcome=success
								    eou_wait voice.outcome=success
								    stt_request voice.outcome=cancelled
								  agent_turn voice.interrupted=true voice.outcome=cancelled voice.playout.position=1.28
								    realtime_inference gen_ai.usage.output_tokens=30 voice.outcome=cancelled
								    agent_speaking voice.outcome=success
								  user_turn voice.outcome=cancelled
								    user_speaking voice.outcome=cancelled
								""");
			assertThat(only(spans, "realtime_inference", 0).attributes())
				.containsKey("gen_ai.response.time_to_first_chunk")
				.doesNotContainKey("gen_ai.usage.cache_read.input_tokens");
			assertThat(usage(call.session(), "gpt-realtime-2025-08-28"))
				.isEqualTo(TokenUsage.of(180, 30).with(TokenType.OUTPUT_AUDIO, 25));
			calls.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void zerosOfWhatWasCutOffEarlyAreUnknown(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall call = calls.begin("realtime-3");
			call.openAi().question("item_1", "resp_1");
			call.openAi().send("input_audio_buffer.speech_started", "\"audio_start_ms\":2100,\"item_id\":\"item_2\"");
			call.openAi().done("resp_1", "cancelled", "{\"type\":\"cancelled\",\"reason\":\"turn_detected\"}", """
					{"total_tokens":0,"input_tokens":0,"output_tokens":0,"input_token_details":{"text_tokens":0,\
					"audio_tokens":0,"cached_tokens":0}}""");
			// The transcript of the first turn comes when the second has begun.
			call.openAi().transcript("item_1", "Hello?");
			call.awaitRead();
			call.hangUp();
			List<ReceivedSpan> spans = calls.application().assertCall("realtime-3", OUTCOMES, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=success
					  agent_turn voice.interrupted=true voice.outcome=cancelled
					    realtime_inference voice.outcome=cancelled
					  user_turn voice.outcome=cancelled
					    user_speaking voice.outcome=cancelled
					""");
			assertThat(only(spans, "realtime_inference", 0).attributes())
				.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
			assertThat(only(spans, "user_turn", 0).attributes()).containsEntry("voice.transcript", "Hello?");
			assertThat(only(spans, "user_turn", 1).attributes()).doesNotContainKey("voice.transcript");
			calls.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void callsAtTheSameTimeAreNotMixed(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall one = calls.begin("realtime-6");
			RealtimeCall other = calls.begin("realtime-7");
			// The ids of two connections may be the same.
			one.openAi().question("item_1", "resp_1");
			other.openAi().question("item_1", "resp_1");
			one.openAi().speak("resp_1", 2);
			other.openAi().completed("resp_1");
			one.openAi().completed("resp_1");
			one.awaitRead();
			other.awaitRead();
			one.line().playOut();
			one.hangUp();
			other.hangUp();
			String tree = """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=cancelled
					  agent_turn voice.outcome=success
					    realtime_inference voice.outcome=success
					""";
			calls.application().assertCall("realtime-6", OUTCOMES, tree + "    agent_speaking voice.outcome=success\n");
			calls.application().assertCall("realtime-7", OUTCOMES, tree);
			calls.assertNothingRefused();
		});
	}

	private static TokenUsage usage(VoiceSession session, String model) {
		return session.usage()
			.usage()
			.stream()
			.filter((row) -> row.model().equals(model))
			.findFirst()
			.orElseThrow()
			.tokens();
	}

	private static ReceivedSpan only(List<ReceivedSpan> spans, String stage, int index) {
		return spans.stream()
			.filter((span) -> stage.equals(span.stage()))
			.sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
			.skip(index)
			.findFirst()
			.orElseThrow();
	}

}

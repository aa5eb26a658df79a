package io.voicetelemetry.recipe;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.voicetelemetry.integration.Surrounding;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls that {@link OpenAiRealtimeConversation} answers and that do not go as they
 * should.
 */
class OpenAiRealtimeTroubleTests {

	private static final List<String> OUTCOMES = List.of("voice.outcome", "voice.interrupted");

	@RegisterExtension
	private static final RealtimeCalls calls = new RealtimeCalls();

	@ParameterizedTest
	@EnumSource
	void whatFailsDoesNotEndTheCall(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall call = calls.begin("realtime-4");
			call.openAi().question("item_1", "resp_1");
			call.openAi().askForTool("resp_1", "call_1", "book", "{}");
			call.openAi().completed("resp_1");
			call.openAi().expect("response.create");
			call.openAi().created("resp_2");
			call.openAi().done("resp_2", "failed", """
					{"type":"failed","error":{"type":"rate_limit_error","code":"rate_limit_exceeded"}}""", "null");
			call.openAi().created("resp_3");
			call.openAi()
				.done("resp_3", "incomplete", "{\"type\":\"incomplete\",\"reason\":\"max_output_tokens\"}",
						"{\"total_tokens\":12,\"input_tokens\":10,\"output_tokens\":2}");
			call.openAi().created("resp_4");
			call.awaitRead();
			call.openAi().close();
			await().until(() -> !call.session().agentTurn().isOpen());
			call.hangUp();
			calls.application()
				.assertCall("realtime-4", List.of("voice.outcome", "error.type", "gen_ai.response.finish_reasons"), """
						agent_session voice.outcome=success
						  user_turn voice.outcome=success
						    user_speaking voice.outcome=success
						    eou_wait voice.outcome=success
						    stt_request voice.outcome=cancelled
						  agent_turn error.type=java.lang.IllegalStateException voice.outcome=error
						    * exception
						    realtime_inference voice.outcome=success
						    function_tool error.type=java.lang.IllegalStateException voice.outcome=error
						      * exception
						    realtime_inference error.type=java.lang.IllegalStateException voice.outcome=error
						      * exception
						  agent_turn voice.outcome=success
						    realtime_inference gen_ai.response.finish_reasons=[max_output_tokens] voice.outcome=success
						  agent_turn error.type=java.io.IOException voice.outcome=error
						    * exception
						    realtime_inference error.type=java.io.IOException voice.outcome=error
						      * exception
						""");
			calls.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoSpeaksWhileAToolRunsIsNotAnsweredWithItsResult(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			CountDownLatch running = new CountDownLatch(1);
			RealtimeCall call = calls.begin("realtime-5", (name, arguments) -> {
				try {
					running.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return "[]";
			});
			call.openAi().question("item_1", "resp_1");
			call.openAi().askForTool("resp_1", "call_1", "find_slots", "{}");
			call.openAi().completed("resp_1");
			call.openAi().question("item_2", "resp_2");
			call.awaitRead();
			running.countDown();
			call.openAi().expect("conversation.item.create");
			call.openAi().speak("resp_2", 1);
			call.openAi().completed("resp_2");
			call.awaitRead();
			call.line().playOut();
			call.hangUp();
			calls.application().assertCall("realtime-5", OUTCOMES, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=cancelled
					  agent_turn voice.interrupted=true voice.outcome=cancelled
					    realtime_inference voice.outcome=success
					    function_tool voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=cancelled
					  agent_turn voice.outcome=success
					    realtime_inference voice.outcome=success
					    agent_speaking voice.outcome=success
					""");
			assertThat(call.openAi().received()).isEmpty();
			calls.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotAsItShouldBeIsLeftOut(Surrounding surrounding) throws Exception {
		calls.inside(surrounding, () -> {
			RealtimeCall call = calls.begin("realtime-8");
			for (String type : List.of("input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
					"conversation.item.input_audio_transcription.completed", "response.done",
					"response.output_audio.delta", "response.output_audio_transcript.delta",
					"response.output_item.done", "response.created", "response.created", "rate_limits.updated", "error",
					"")) {
				call.openAi().send(type, "");
				call.openAi().send(type, "\"response\":7,\"item\":[],\"item_id\":{},\"response_id\":null,\"delta\":[]");
			}
			for (String text : List.of("{", "null", "[]", "7", "\"type\"", "{}", "{\"type\":{}}", "[".repeat(2000))) {
				call.openAi().sendText(text);
			}
			call.openAi().question("item_1", "resp_1");
			call.openAi().done("resp_1", "completed", "null", """
					{"total_tokens":"many","input_tokens":-5,"output_tokens":1e300,"input_token_details":[]}""");
			call.openAi().done("resp_1", "completed", "null", "null");
			call.awaitRead();
			call.hangUp();
			calls.application().assertCall("realtime-8", OUTCOMES, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=cancelled
					  agent_turn voice.outcome=success
					    realtime_inference voice.outcome=success
					""");
			calls.assertNothingRefused();
		});
	}

}

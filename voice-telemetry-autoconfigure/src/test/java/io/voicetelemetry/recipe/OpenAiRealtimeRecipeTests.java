package io.voicetelemetry.recipe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls that {@link OpenAiRealtimeConversation} answers, over a WebSocket to Tomcat.
 */
class OpenAiRealtimeRecipeTests {

	private static final List<String> OUTCOMES = List.of("voice.outcome", "voice.interrupted");

	private static final ExecutorService executor = Executors.newCachedThreadPool();

	/** The agent. */
	@RegisterExtension
	private static final RecipeApplications applications = new RecipeApplications(RecipeApplication::in);

	private static RecipeApplication application;

	/** OpenAI. */
	private static RecipeApplication provider;

	@BeforeAll
	static void start() {
		provider = RecipeApplication.withServerIn(Surrounding.PLAIN, RealtimeApplication.class);
	}

	@AfterAll
	static void stop() {
		provider.close();
		executor.shutdownNow();
	}

	private static void inside(Surrounding surrounding, Callback work) throws Exception {
		application = applications.in(surrounding);
		application.run((context) -> work.run());
	}

	private static String findSlots(String name, String arguments) {
		if (name.equals("book")) {
			throw new IllegalStateException("no slot left");
		}
		return "[\"10:30\"]";
	}

	@ParameterizedTest
	@EnumSource
	void aQuestionWithAToolCallIsOneReply(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call call = Call.begin("realtime-1");
			call.conversation.hear("/v7+/g==");
			call.openAi.expect("input_audio_buffer.append");
			call.openAi.question("item_1", "resp_1");
			call.openAi.askForTool("resp_1", "call_1", "find_slots", "{\"day\":\"Tuesday\"}");
			call.openAi.completed("resp_1");
			JsonNode result = call.openAi.expect("conversation.item.create");
			assertThat(result.at("/item/output").asString()).isEqualTo("[\"10:30\"]");
			call.openAi.expect("response.create");
			call.openAi.created("resp_2");
			call.openAi.speak("resp_2", 200);
			call.openAi.transcript("item_1", "Do you have a slot on Tuesday?");
			call.openAi.completed("resp_2");
			call.awaitRead();
			call.line.playOut();
			call.hangUp();
			List<ReceivedSpan> spans = application.assertCall("realtime-1",
					List.of("voice.outcome", "gen_ai.request.model", "gen_ai.usage.input_tokens"), """
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
			assertThat(call.line.played).hasSize(200);
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
			assertThat(usage(call.session, "gpt-realtime-2025-08-28")).isEqualTo(TokenUsage.of(374, 158)
				.withCachedInput(256)
				.with(TokenType.INPUT_TEXT, 278)
				.with(TokenType.INPUT_AUDIO, 96)
				.with(TokenType.CACHED_INPUT_TEXT, 240)
				.with(TokenType.CACHED_INPUT_AUDIO, 16)
				.with(TokenType.OUTPUT_TEXT, 48)
				.with(TokenType.OUTPUT_AUDIO, 110));
			assertThat(usage(call.session, "gpt-4o-transcribe"))
				.isEqualTo(TokenUsage.of(13, 9).with(TokenType.INPUT_TEXT, 0).with(TokenType.INPUT_AUDIO, 13));
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoIsInterruptedKeepsWhatItHasCost(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call call = Call.begin("realtime-2");
			call.openAi.question("item_1", "resp_1");
			call.openAi.speak("resp_1", 3);
			call.openAi.send("input_audio_buffer.speech_started", "\"audio_start_ms\":4000,\"item_id\":\"item_2\"");
			JsonNode truncated = call.openAi.expect("conversation.item.truncate");
			assertThat(truncated.path("item_id").asString()).isEqualTo("item_of_resp_1");
			assertThat(truncated.path("audio_end_ms").asLong()).isEqualTo(1280);
			// What was under way comes all the same.
			call.openAi.speak("resp_1", 2);
			call.openAi.done("resp_1", "cancelled", "{\"type\":\"cancelled\",\"reason\":\"turn_detected\"}",
					"""
							{"total_tokens":210,"input_tokens":180,"output_tokens":30,"output_token_details":{"audio_tokens":25}}""");
			call.awaitRead();
			call.hangUp();
			List<ReceivedSpan> spans = application.assertCall("realtime-2",
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
			assertThat(usage(call.session, "gpt-realtime-2025-08-28"))
				.isEqualTo(TokenUsage.of(180, 30).with(TokenType.OUTPUT_AUDIO, 25));
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void zerosOfWhatWasCutOffEarlyAreUnknown(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call call = Call.begin("realtime-3");
			call.openAi.question("item_1", "resp_1");
			call.openAi.send("input_audio_buffer.speech_started", "\"audio_start_ms\":2100,\"item_id\":\"item_2\"");
			call.openAi.done("resp_1", "cancelled", "{\"type\":\"cancelled\",\"reason\":\"turn_detected\"}", """
					{"total_tokens":0,"input_tokens":0,"output_tokens":0,"input_token_details":{"text_tokens":0,\
					"audio_tokens":0,"cached_tokens":0}}""");
			// The transcript of the first turn comes when the second has begun.
			call.openAi.transcript("item_1", "Hello?");
			call.awaitRead();
			call.hangUp();
			List<ReceivedSpan> spans = application.assertCall("realtime-3", OUTCOMES, """
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
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatFailsDoesNotEndTheCall(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call call = Call.begin("realtime-4");
			call.openAi.question("item_1", "resp_1");
			call.openAi.askForTool("resp_1", "call_1", "book", "{}");
			call.openAi.completed("resp_1");
			call.openAi.expect("response.create");
			call.openAi.created("resp_2");
			call.openAi.done("resp_2", "failed", """
					{"type":"failed","error":{"type":"rate_limit_error","code":"rate_limit_exceeded"}}""", "null");
			call.openAi.created("resp_3");
			call.openAi.done("resp_3", "incomplete", "{\"type\":\"incomplete\",\"reason\":\"max_output_tokens\"}",
					"{\"total_tokens\":12,\"input_tokens\":10,\"output_tokens\":2}");
			call.openAi.created("resp_4");
			call.awaitRead();
			call.openAi.close();
			await().until(() -> !call.session.agentTurn().isOpen());
			call.hangUp();
			application
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
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoSpeaksWhileAToolRunsIsNotAnsweredWithItsResult(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			CountDownLatch running = new CountDownLatch(1);
			Call call = Call.begin("realtime-5", (name, arguments) -> {
				try {
					running.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return "[]";
			});
			call.openAi.question("item_1", "resp_1");
			call.openAi.askForTool("resp_1", "call_1", "find_slots", "{}");
			call.openAi.completed("resp_1");
			call.openAi.question("item_2", "resp_2");
			call.awaitRead();
			running.countDown();
			call.openAi.expect("conversation.item.create");
			call.openAi.speak("resp_2", 1);
			call.openAi.completed("resp_2");
			call.awaitRead();
			call.line.playOut();
			call.hangUp();
			application.assertCall("realtime-5", OUTCOMES, """
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
			assertThat(call.openAi.received()).isEmpty();
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void callsAtTheSameTimeAreNotMixed(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call one = Call.begin("realtime-6");
			Call other = Call.begin("realtime-7");
			// The ids of two connections may be the same.
			one.openAi.question("item_1", "resp_1");
			other.openAi.question("item_1", "resp_1");
			one.openAi.speak("resp_1", 2);
			other.openAi.completed("resp_1");
			one.openAi.completed("resp_1");
			one.awaitRead();
			other.awaitRead();
			one.line.playOut();
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
			application.assertCall("realtime-6", OUTCOMES, tree + "    agent_speaking voice.outcome=success\n");
			application.assertCall("realtime-7", OUTCOMES, tree);
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotAsItShouldBeIsLeftOut(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			Call call = Call.begin("realtime-8");
			for (String type : List.of("input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
					"conversation.item.input_audio_transcription.completed", "response.done",
					"response.output_audio.delta", "response.output_audio_transcript.delta",
					"response.output_item.done", "response.created", "response.created", "rate_limits.updated", "error",
					"")) {
				call.openAi.send(type, "");
				call.openAi.send(type, "\"response\":7,\"item\":[],\"item_id\":{},\"response_id\":null,\"delta\":[]");
			}
			for (String text : List.of("{", "null", "[]", "7", "\"type\"", "{}", "{\"type\":{}}", "[".repeat(2000))) {
				call.openAi.sendText(text);
			}
			call.openAi.question("item_1", "resp_1");
			call.openAi.done("resp_1", "completed", "null", """
					{"total_tokens":"many","input_tokens":-5,"output_tokens":1e300,"input_token_details":[]}""");
			call.openAi.done("resp_1", "completed", "null", "null");
			call.awaitRead();
			call.hangUp();
			application.assertCall("realtime-8", OUTCOMES, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success
					    user_speaking voice.outcome=success
					    eou_wait voice.outcome=success
					    stt_request voice.outcome=cancelled
					  agent_turn voice.outcome=success
					    realtime_inference voice.outcome=success
					""");
			assertNothingRefused();
		});
	}

	private static void assertNothingRefused() {
		assertThat(application.telemetry().refusals()).isEmpty();
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

	private record Call(VoiceSession session, InstantAudio line, OpenAiRealtimeConversation conversation,
			RealtimeServer.Connection openAi) {

		static Call begin(String id) throws InterruptedException {
			return begin(id, OpenAiRealtimeRecipeTests::findSlots);
		}

		static Call begin(String id, BinaryOperator<String> tools) throws InterruptedException {
			InstantAudio line = new InstantAudio();
			VoiceSession session = application.telemetry().session().id(id).start();
			OpenAiRealtimeConversation conversation = new OpenAiRealtimeConversation(session, line, tools, executor);
			conversation.connect(provider.socket("/v1/realtime?model=gpt-realtime"), "sk-not-a-key").join();
			RealtimeServer.Connection openAi = provider.bean(RealtimeServer.class).accept();
			assertThat(openAi.apiKey()).isEqualTo("Bearer sk-not-a-key");
			return new Call(session, line, conversation, openAi);
		}

		void awaitRead() throws InterruptedException {
			this.openAi.awaitRead();
		}

		void hangUp() {
			this.conversation.hungUp();
			this.session.end("hangup");
		}

	}

	private interface Callback {

		void run() throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class RealtimeApplication {

		@Bean
		RealtimeServer realtimeServer() {
			return new RealtimeServer();
		}

		@Bean
		WebSocketConfigurer sockets(RealtimeServer server) {
			return (registry) -> registry.addHandler(server, "/v1/realtime");
		}

	}

}

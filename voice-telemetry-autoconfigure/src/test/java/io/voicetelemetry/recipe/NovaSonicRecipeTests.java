package io.voicetelemetry.recipe;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that {@link NovaSonicConversation} answers, with events as AWS's documentation
 * shows them.
 */
class NovaSonicRecipeTests {

	private static final List<String> SHOWN = List.of("voice.outcome", "voice.interrupted", "voice.spoken_text",
			"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");

	private static final String IDS = "\"completionId\":\"94430d34\",\"promptName\":\"ba6f3b0d\",\"sessionId\":\"455287da\"";

	@RegisterExtension
	private static final RecipeApplications applications = new RecipeApplications(RecipeApplication::in);

	private final InstantAudio line = new InstantAudio();

	private final BlockingQueue<Runnable> toolThread = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

	private RecipeTelemetry telemetry;

	private VoiceSession session;

	private NovaSonicConversation conversation;

	@AfterEach
	void close() {
		// It is not there where the test was left out.
		if (this.telemetry != null) {
			this.telemetry.close();
		}
	}

	private void inside(Surrounding surrounding, Callback work) throws Exception {
		RecipeApplication application = applications.in(surrounding);
		this.telemetry = new RecipeTelemetry(application);
		application.run((context) -> {
			this.session = this.telemetry.session();
			this.conversation = new NovaSonicConversation(this.session, this.line,
					(name, arguments) -> name + " of " + arguments, this.toolThread::add,
					(id, result) -> this.results.add(id + ": " + result));
			work.run();
		});
	}

	private void send(String type, String fields) {
		this.conversation.onEvent("{\"event\":{\"" + type + "\":{" + IDS + "," + fields + "}}}");
	}

	private void text(String id, String role, String stage, String text, String stopReason) {
		send("contentStart", """
				"contentId":"%s","role":"%s","type":"TEXT","textOutputConfiguration":{"mediaType":"text/plain"},\
				"additionalModelFields":"{\\"generationStage\\":\\"%s\\"}\"""".formatted(id, role, stage));
		send("textOutput", "\"contentId\":\"%s\",\"role\":\"%s\",\"content\":\"%s\"".formatted(id, role, text));
		send("contentEnd", "\"contentId\":\"%s\",\"type\":\"TEXT\",\"stopReason\":\"%s\"".formatted(id, stopReason));
	}

	private void audio(String id, int frames, String stopReason) {
		send("contentStart",
				"""
						"contentId":"%s","role":"ASSISTANT","type":"AUDIO","audioOutputConfiguration":{"sampleRateHertz":24000}"""
					.formatted(id));
		for (int i = 0; i < frames; i++) {
			send("audioOutput", "\"contentId\":\"%s\",\"role\":\"ASSISTANT\",\"content\":\"AAA=\"".formatted(id));
		}
		send("contentEnd", "\"contentId\":\"%s\",\"type\":\"AUDIO\",\"stopReason\":\"%s\"".formatted(id, stopReason));
	}

	private void used(int inputSpeech, int inputText, int outputSpeech, int outputText) {
		send("usageEvent", """
				"details":{"delta":{"input":{"speechTokens":%d,"textTokens":%d},"output":{"speechTokens":%d,\
				"textTokens":%d}},"total":{"input":{"speechTokens":999,"textTokens":999},"output":{"speechTokens":999,\
				"textTokens":999}}},"totalInputTokens":999,"totalOutputTokens":999,"totalTokens":1998"""
			.formatted(inputSpeech, inputText, outputSpeech, outputText));
	}

	private void hangUp() {
		this.conversation.hungUp();
		this.session.end("hangup");
	}

	@ParameterizedTest
	@EnumSource
	void aQuestionWithAToolCallIsOneReply(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			send("completionStart", "\"x\":0");
			used(0, 22, 0, 0);
			used(150, 0, 0, 0);
			text("c1", "USER", "FINAL", "do you have a slot on tuesday", "PARTIAL_TURN");
			this.telemetry.pass(200);
			send("contentStart", "\"contentId\":\"c2\",\"role\":\"TOOL\",\"type\":\"TOOL\"");
			send("toolUse", "\"contentId\":\"c2\",\"toolName\":\"slots\",\"toolUseId\":\"t1\",\"content\":\"{}\"");
			send("contentEnd", "\"contentId\":\"c2\",\"type\":\"TOOL\",\"stopReason\":\"TOOL_USE\"");
			used(0, 0, 0, 7);
			this.telemetry.pass(50);
			Thread tool = new Thread(this.toolThread.take());
			tool.start();
			tool.join();
			assertThat(this.results).containsExactly("t1: slots of {}");
			this.telemetry.pass(300);
			text("c3", "ASSISTANT", "SPECULATIVE", "Yes, at half past ten.", "PARTIAL_TURN");
			audio("c4", 250, "PARTIAL_TURN");
			this.telemetry.pass(700);
			used(0, 0, 80, 9);
			text("c5", "ASSISTANT", "SPECULATIVE", " Shall I book it?", "PARTIAL_TURN");
			audio("c6", 250, "END_TURN");
			used(25, 0, 60, 0);
			text("c7", "ASSISTANT", "FINAL", "Yes, at half past ten.", "PARTIAL_TURN");
			text("c8", "ASSISTANT", "FINAL", "Shall I book it?", "END_TURN");
			used(75, 0, 0, 0);
			this.line.playOut();
			hangUp();
			List<ReceivedSpan> spans = this.telemetry.assertCall(this.session, SHOWN,
					"""
							agent_session voice.outcome=success
							  agent_turn voice.outcome=success voice.spoken_text="Yes, at half past ten. Shall I book it?"
							    realtime_inference gen_ai.usage.input_tokens=172 gen_ai.usage.output_tokens=0 voice.outcome=success
							    function_tool voice.outcome=success
							    realtime_inference gen_ai.usage.input_tokens=25 gen_ai.usage.output_tokens=156 voice.outcome=success
							    agent_speaking voice.outcome=success
							  user_turn voice.outcome=success
							  realtime_inference gen_ai.usage.input_tokens=75 gen_ai.usage.output_tokens=0 voice.outcome=success
							""");
			assertThat(spans).filteredOn((span) -> "user_turn".equals(span.stage()))
				.allSatisfy((span) -> assertThat(span.attributes()).containsEntry("voice.transcript",
						"do you have a slot on tuesday"));
			assertThat(spans).extracting((span) -> span.attributes().get("gen_ai.response.time_to_first_chunk"))
				.containsOnlyOnce(0.3);
			assertThat(this.line.played).hasSize(500);
			assertThat(RecipeTelemetry.usage(this.session)).isEqualTo(TokenUsage.of(272, 156)
				.with(TokenType.INPUT_TEXT, 22)
				.with(TokenType.INPUT_AUDIO, 250)
				.with(TokenType.OUTPUT_TEXT, 16)
				.with(TokenType.OUTPUT_AUDIO, 140));
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoIsInterruptedKeepsWhatItHasCost(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			text("c1", "ASSISTANT", "SPECULATIVE", "Good morning, this is the clinic.", "PARTIAL_TURN");
			this.telemetry.pass(400);
			audio("c2", 3, "PARTIAL_TURN");
			used(40, 12, 33, 8);
			this.telemetry.pass(500);
			text("c3", "ASSISTANT", "FINAL", "Good morning,", "PARTIAL_TURN");
			text("c4", "ASSISTANT", "FINAL", "{ \\\"interrupted\\\" : true }", "INTERRUPTED");
			this.telemetry.pass(10);
			text("c5", "USER", "FINAL", "a slot on tuesday", "PARTIAL_TURN");
			used(90, 0, 0, 0);
			// Speech of theirs goes on before there is an answer.
			text("c6", "USER", "FINAL", "please", "PARTIAL_TURN");
			this.telemetry.pass(600);
			audio("c7", 1, "END_TURN");
			text("c8", "ASSISTANT", "FINAL", "At ten.", "END_TURN");
			this.line.playOut();
			hangUp();
			List<ReceivedSpan> spans = this.telemetry.assertCall(this.session, SHOWN,
					"""
							agent_session voice.outcome=success
							  agent_turn voice.interrupted=true voice.outcome=cancelled voice.spoken_text="Good morning,"
							    realtime_inference gen_ai.usage.input_tokens=52 gen_ai.usage.output_tokens=41 voice.outcome=cancelled
							    agent_speaking voice.outcome=success
							  agent_turn voice.outcome=success voice.spoken_text="At ten."
							    realtime_inference gen_ai.usage.input_tokens=90 gen_ai.usage.output_tokens=0 voice.outcome=success
							    agent_speaking voice.outcome=success
							  user_turn voice.outcome=success
							""");
			assertThat(spans).extracting((span) -> span.attributes().get("gen_ai.response.time_to_first_chunk"))
				.contains(0.4, 0.6);
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoSpeaksWhileAToolRunsIsNotAnsweredWithItsResult(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			text("c1", "USER", "FINAL", "book it", "PARTIAL_TURN");
			send("toolUse", "\"contentId\":\"c2\",\"toolName\":\"book\",\"toolUseId\":\"t1\",\"content\":\"{}\"");
			this.telemetry.pass(100);
			this.conversation
				.onEvent("{\"event\":{\"contentEnd\":{\"contentId\":\"c2\",\"stopReason\":\"INTERRUPTED\"}}}");
			text("c3", "USER", "FINAL", "no, wait", "PARTIAL_TURN");
			this.toolThread.take().run();
			this.telemetry.pass(300);
			audio("c4", 1, "PARTIAL_TURN");
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					  agent_turn voice.interrupted=true voice.outcome=cancelled
					    function_tool voice.outcome=success
					    realtime_inference voice.outcome=success
					  user_turn voice.outcome=success
					  agent_turn voice.outcome=cancelled
					    realtime_inference voice.outcome=cancelled
					    agent_speaking voice.outcome=cancelled
					  user_turn voice.outcome=success
					""");
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotAsItShouldBeIsLeftOut(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			for (String type : List.of("completionStart", "contentStart", "textOutput", "contentEnd", "usageEvent",
					"completionEnd", "somethingNew")) {
				send(type,
						"\"contentId\":[],\"details\":7,\"additionalModelFields\":null,\"role\":{},\"stopReason\":7");
				this.conversation.onEvent("{\"event\":{\"" + type + "\":null}}");
			}
			for (String message : List.of("", "{", "null", "[]", "7", "{\"event\":7}", "{\"event\":[]}",
					"[".repeat(2000))) {
				this.conversation.onEvent(message);
			}
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					""");
			this.telemetry.assertNothingRefused();
		});
	}

	private interface Callback {

		void run() throws Exception;

	}

}

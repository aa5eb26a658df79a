package io.voicetelemetry.session;

import java.time.Instant;

import io.voicetelemetry.event.TurnLatency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.event.LatencyPart.Kind.ENDPOINTING;
import static io.voicetelemetry.event.LatencyPart.Kind.FIRST_SENTENCE;
import static io.voicetelemetry.event.LatencyPart.Kind.LLM;
import static io.voicetelemetry.event.LatencyPart.Kind.OTHER;
import static io.voicetelemetry.event.LatencyPart.Kind.PLAYOUT;
import static io.voicetelemetry.event.LatencyPart.Kind.TOOL;
import static io.voicetelemetry.event.LatencyPart.Kind.TRANSCRIPTION;
import static io.voicetelemetry.event.LatencyPart.Kind.TTS;
import static io.voicetelemetry.session.TimedCall.took;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the silence that the caller heard was made of, where two things went on at a time,
 * failed, or are not told of.
 */
class TurnLatencyOverlapTests {

	private static final TimedCall.Took[] TURN = { took(TRANSCRIPTION, 100), took(ENDPOINTING, 300) };

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	private void assertPartsAfterTheTurn(AgentTurn reply, TimedCall.Took... expected) {
		TimedCall.Took[] all = new TimedCall.Took[expected.length + 2];
		System.arraycopy(TURN, 0, all, 0, 2);
		System.arraycopy(expected, 0, all, 2, expected.length);
		this.call.assertParts(reply, all);
	}

	@Test
	void ofToolsAtATimeEachCountsFromWhereTheLastEnded() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		ToolCall first = reply.startToolCall("calendar");
		this.call.pass(100);
		ToolCall second = reply.startToolCall("weather");
		ToolCall within = reply.startToolCall("clock");
		this.call.pass(200);
		within.end();
		first.end();
		this.call.pass(300);
		second.end();
		this.call.say(reply);
		reply.end();
		assertPartsAfterTheTurn(reply, took(TOOL, 300), took(TOOL, 300), took(TTS, 150), took(PLAYOUT, 50));
		assertThat(this.call.latencyOf(reply).secondsOf(TOOL)).hasValue(0.6);
	}

	@Test
	void callerIsToldToWaitWhileAToolRuns() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.askForTools(reply);
		ToolCall tool = reply.startToolCall("lookup");
		this.call.pass(500);
		this.call.say(reply);
		this.call.pass(3000);
		tool.end();
		this.call.ask(reply, 300, 100);
		this.call.say(reply);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 250), took(FIRST_SENTENCE, 50), took(TOOL, 500), took(TTS, 150),
				took(PLAYOUT, 50));
		assertThat(this.call.latencyOf(reply).totalLatency()).hasValue(0.8);
	}

	@Test
	void questionOfATaskInAToolIsNotHiddenByTheTool() {
		this.call.question();
		AgentTurn booker = this.session.startAgentTurn();
		this.call.askForTools(booker);
		ToolCall tool = booker.startToolCall("book");
		this.call.pass(70);
		AgentTurn question = this.call.reply();
		tool.end();
		booker.end();
		assertPartsAfterTheTurn(question, took(LLM, 250), took(FIRST_SENTENCE, 50), took(TOOL, 70), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
		assertThat(this.call.latencyOf(question).totalLatency()).hasValue(0.85);
	}

	@Test
	void requestOfAReplyThatWasBegunTogetherIsNotInTheSum() {
		this.call.question();
		AgentTurn welcome = this.session.startAgentTurn();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis synthesis = welcome.startSynthesis();
		synthesis.textHandedOver("welcome");
		LlmCall request = reply.startLlmCall();
		this.call.pass(150);
		request.firstToken();
		synthesis.firstAudio();
		welcome.firstAudioPlayed(null);
		assertPartsAfterTheTurn(welcome, took(TTS, 150));
		assertThat(this.call.latencyOf(welcome).totalLatency()).isEmpty();
	}

	@Test
	void nextSentenceIsSynthesisedWhileTheFirstIsYetToBePlayed() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis first = reply.startSynthesis();
		first.textHandedOver("One.");
		this.call.pass(100);
		SpeechSynthesis second = reply.startSynthesis();
		second.textHandedOver("Two.");
		this.call.pass(50);
		first.firstAudio();
		first.end();
		this.call.pass(200);
		second.firstAudio();
		this.call.pass(30);
		reply.firstAudioPlayed(null);
		second.end();
		reply.end();
		assertPartsAfterTheTurn(reply, took(TTS, 150), took(PLAYOUT, 230));
	}

	@Test
	void audioOfASynthesisThatFailedIsNotWaitedFor() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 300, 0);
		SpeechSynthesis failed = reply.startSynthesis();
		failed.textHandedOver("hello");
		this.call.pass(100);
		failed.firstAudio();
		this.call.pass(50);
		failed.fail(new IllegalStateException());
		this.call.pass(20);
		this.call.say(reply, 400, 30);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 300), took(TTS, 100), took(PLAYOUT, 50), took(OTHER, 20),
				took(TTS, 400), took(PLAYOUT, 30));
	}

	@Test
	void synthesisThatReturnsItsAudioAsAWhole() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis told = reply.startSynthesis();
		told.textHandedOver("hello");
		this.call.pass(600);
		told.end();
		this.call.pass(40);
		reply.firstAudioPlayed(null);
		reply.end();
		assertPartsAfterTheTurn(reply, took(TTS, 600), took(PLAYOUT, 40));
		assertThat(this.call.assertAnswers(reply, question, 1.04).totalLatency()).isEmpty();
	}

	@Test
	void synthesisOfTextThatNobodyTellsOf() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis failed = reply.startSynthesis();
		this.call.pass(200);
		failed.fail(new IllegalStateException());
		SpeechSynthesis synthesis = reply.startSynthesis();
		this.call.pass(600);
		synthesis.end();
		this.call.pass(40);
		reply.firstAudioPlayed(null);
		reply.end();
		assertPartsAfterTheTurn(reply, took(TTS, 200), took(TTS, 600), took(PLAYOUT, 40));
	}

	@Test
	void synthesisOfTextThatNobodyTellsOfButOfItsFirstByte() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis synthesis = reply.startSynthesis();
		this.call.pass(150);
		synthesis.firstAudio();
		synthesis.end();
		this.call.pass(40);
		reply.firstAudioPlayed(null);
		reply.end();
		assertPartsAfterTheTurn(reply, took(TTS, 150), took(PLAYOUT, 40));
	}

	@Test
	void requestThatReturnsItsAnswerAsAWhole() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		this.call.pass(900);
		request.end();
		this.call.say(reply);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 900), took(TTS, 150), took(PLAYOUT, 50));
		assertThat(this.call.assertAnswers(reply, question, 1.5).totalLatency()).isEmpty();
	}

	@Test
	void speechToSpeechModel() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		RealtimeInference tools = reply.startRealtimeInference();
		this.call.pass(200);
		tools.end();
		this.call.callTool(reply, 100);
		RealtimeInference inference = reply.startRealtimeInference();
		this.call.pass(400);
		inference.firstAudio(null);
		this.call.pass(20);
		inference.end();
		this.call.pass(60);
		reply.firstAudioPlayed(null);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 200), took(TOOL, 100), took(LLM, 400), took(PLAYOUT, 80));
		assertThat(this.call.assertAnswers(reply, question, 1.18).totalLatency()).isEmpty();
	}

	@Test
	void audioOfASpeechToSpeechModelThatFailedIsNotWaitedFor() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		RealtimeInference failed = reply.startRealtimeInference();
		this.call.pass(200);
		failed.firstAudio(null);
		failed.fail(new IllegalStateException());
		this.call.say(reply);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 200), took(TTS, 150), took(PLAYOUT, 50));
	}

	@Test
	void timesThatHavePassed() {
		UserTurn question = this.session.startUserTurn(this.call.time.advanceMillis(1));
		Instant silent = this.call.time.advanceMillis(2000);
		Instant committed = this.call.time.advanceMillis(400);
		this.call.pass(5);
		question.stoppedSpeaking(silent);
		question.finalTranscript("go");
		question.commit(committed);
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		Instant token = this.call.time.advanceMillis(300);
		this.call.pass(100);
		request.firstToken(token);
		request.end();
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("hello");
		Instant audio = this.call.time.advanceMillis(150);
		Instant heard = this.call.time.advanceMillis(50);
		this.call.pass(700);
		synthesis.firstAudio(audio);
		synthesis.end();
		reply.firstAudioPlayed(heard);
		question.end();
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 400), took(OTHER, 5), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(reply, question, 1.005);
		assertThat(latency.totalLatency()).hasValue(0.85);
	}

	@Test
	void whatHappensAfterTheAudioIsNoPartOfIt() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		Instant heard = this.call.time.advanceMillis(200);
		this.call.pass(100);
		request.firstToken();
		request.end();
		this.call.callTool(reply, 300);
		reply.firstAudioPlayed(heard);
		this.call.say(reply);
		reply.end();
		assertPartsAfterTheTurn(reply, took(LLM, 200));
		assertThat(this.call.latencyOf(reply).totalLatency()).isEmpty();
	}

}

package io.voicetelemetry.session;

import java.util.List;

import io.opentelemetry.sdk.trace.data.EventData;
import io.voicetelemetry.event.TurnLatency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.event.LatencyPart.Kind.ENDPOINTING;
import static io.voicetelemetry.event.LatencyPart.Kind.FIRST_SENTENCE;
import static io.voicetelemetry.event.LatencyPart.Kind.LLM;
import static io.voicetelemetry.event.LatencyPart.Kind.ON_USER_TURN_COMPLETED;
import static io.voicetelemetry.event.LatencyPart.Kind.OTHER;
import static io.voicetelemetry.event.LatencyPart.Kind.PLAYOUT;
import static io.voicetelemetry.event.LatencyPart.Kind.TOOL;
import static io.voicetelemetry.event.LatencyPart.Kind.TRANSCRIPTION;
import static io.voicetelemetry.event.LatencyPart.Kind.TTS;
import static io.voicetelemetry.session.TimedCall.took;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the silence that the caller heard was made of, where one thing follows another.
 */
class TurnLatencyTests {

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	@Test
	void plainTurn() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(reply, question, 1.0);
		assertThat(latency.totalLatency()).hasValue(0.85);
		assertThat(latency.origin().sessionId()).isEqualTo("call-1");
		assertThat(latency.origin().traceId()).isEqualTo(reply.spanContext().getTraceId());
		assertThat(latency.origin().timestamp()).isEqualTo(VirtualTime.START.plusMillis(3000));
	}

	@Test
	void toolRoundTrip() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 250, 50);
		this.call.callTool(reply, 1200);
		this.call.pass(10);
		this.call.ask(reply, 300, 100);
		this.call.say(reply);
		this.call.finish(reply);
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 250),
				took(FIRST_SENTENCE, 50), took(TOOL, 1200), took(OTHER, 10), took(LLM, 300), took(FIRST_SENTENCE, 100),
				took(TTS, 150), took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(reply, question, 2.51);
		assertThat(latency.totalLatency()).hasValue(0.85);
		assertThat(latency.secondsOf(LLM)).hasValue(0.55);
	}

	@Test
	void firstSentenceIsHandedOverWhileTheModelGoesOn() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		LlmNode node = reply.startLlmNode();
		LlmCall request = node.startLlmCall();
		this.call.pass(300);
		request.tokensReceived();
		this.call.pass(80);
		request.tokensReceived();
		TtsNode tts = reply.startTtsNode();
		SpeechSynthesis synthesis = tts.startSynthesis();
		synthesis.textHandedOver("Hello. ");
		this.call.pass(150);
		synthesis.firstAudio();
		synthesis.textHandedOver("How are you?");
		this.call.pass(50);
		reply.firstAudioPlayed(null);
		request.end();
		node.end();
		synthesis.end();
		tts.end();
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300),
				took(FIRST_SENTENCE, 80), took(TTS, 150), took(PLAYOUT, 50));
		assertThat(this.call.latencyOf(reply).totalLatency()).hasValue(0.85);
	}

	@Test
	void synthesisThatWaitsForItsTextIsNotToBlame() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis synthesis = reply.startSynthesis();
		this.call.ask(reply, 300, 100);
		synthesis.textHandedOver("");
		this.call.pass(20);
		synthesis.textHandedOver("hello");
		this.call.pass(150);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(OTHER, 20), took(TTS, 150));
	}

	@Test
	void requestThatBeganBeforeTheCommitCountsFromThere() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.pass(100);
		question.finalTranscript("go");
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		this.call.pass(300);
		question.end();
		this.call.pass(50);
		request.firstToken();
		request.end();
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 50), took(TTS, 150),
				took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(reply, question, 0.65);
		assertThat(latency.totalLatency()).hasValue(0.9);
	}

	@Test
	void discardedReplyLeavesItsIdAndNoSteps() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		AgentTurn discarded = this.session.startAgentTurn();
		LlmCall inVain = discarded.startLlmCall();
		this.call.commit(question);
		this.call.pass(200);
		discarded.discarded();
		inVain.firstToken();
		inVain.end();
		AgentTurn reply = this.session.startAgentTurn();
		discarded.end();
		this.call.pass(30);
		this.call.ask(reply, 300, 100);
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 230), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(reply, question, 1.23);
		assertThat(latency.totalLatency()).hasValue(0.85);
		assertThat(List.of(discarded.speechId(), reply.speechId())).containsOnly(question.speechId());
		assertThat(generations(discarded)).containsExactly(question.speechId() + "_1");
		assertThat(generations(reply)).containsExactly(question.speechId() + "_2");
	}

	private List<Object> generations(AgentTurn reply) {
		return Recording.events(this.call.recording.span(reply), "generation")
			.stream()
			.map(EventData::getAttributes)
			.map((attributes) -> (Object) attributes.get(Recording.key("voice.generation_id")))
			.toList();
	}

	@Test
	void handOffIsPaidForByTheReplyThatIsHeard() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		ToolCall tool = router.startToolCall("hand_off");
		this.session.handOff("greeter");
		this.call.pass(700);
		tool.end();
		router.end();
		this.call.pass(40);
		AgentTurn greeting = this.call.reply();
		this.call.assertParts(greeting, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 250),
				took(FIRST_SENTENCE, 50), took(TOOL, 700), took(OTHER, 40), took(LLM, 300), took(FIRST_SENTENCE, 100),
				took(TTS, 150), took(PLAYOUT, 50));
		TurnLatency latency = this.call.assertAnswers(greeting, question, 2.04);
		assertThat(latency.totalLatency()).hasValue(0.85);
		assertThat(greeting.speechId()).isNotEqualTo(question.speechId());
	}

	@Test
	void fixedGreetingAfterAHandOffPaysForTheRequestThatLedToIt() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		this.session.handOff("greeter");
		router.end();
		AgentTurn welcome = this.session.startAgentTurn();
		this.call.say(welcome);
		welcome.end();
		TurnLatency latency = this.call.assertAnswers(welcome, question, 0.9);
		assertThat(latency.totalLatency()).hasValue(0.8);
	}

	@Test
	void fixedReplyHasNoRequest() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(TTS, 150),
				took(PLAYOUT, 50));
		assertThat(this.call.assertAnswers(reply, question, 0.6).totalLatency()).isEmpty();
	}

	@Test
	void audioOfNobodyKnowsWhereIsSomethingElse() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.pass(200);
		reply.firstAudioPlayed(null);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 200));
		assertThat(this.call.assertAnswers(reply, question, 0.6).totalLatency()).isEmpty();
	}

	@Test
	void ownWorkBetweenTurnAndReply() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.pass(400);
		question.commit();
		VoiceSpan work = question.startOnUserTurnCompleted();
		this.call.pass(150);
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		this.call.pass(100);
		work.end();
		question.end();
		this.call.pass(200);
		request.firstToken();
		request.end();
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(ENDPOINTING, 400), took(ON_USER_TURN_COMPLETED, 250), took(LLM, 200),
				took(TTS, 150), took(PLAYOUT, 50));
		assertThat(this.call.assertAnswers(reply, question, 1.05).totalLatency()).hasValue(0.85);
	}

	@Test
	void transcriptThatIsThereBeforeTheEndOfSpeechTakesNoTime() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.finalTranscript("go");
		this.call.pass(10);
		question.stoppedSpeaking(null);
		this.call.pass(400);
		question.end();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, took(ENDPOINTING, 400), took(LLM, 300), took(FIRST_SENTENCE, 100), took(TTS, 150),
				took(PLAYOUT, 50));
	}

	@Test
	void transcriptThatEndsTheTurnTakesAllOfTheTime() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.pass(400);
		question.finalTranscript("go");
		question.end();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, took(TRANSCRIPTION, 400), took(LLM, 300), took(FIRST_SENTENCE, 100),
				took(TTS, 150), took(PLAYOUT, 50));
	}

	@Test
	void transcriptThatComesAfterTheCommitTakesNoTime() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.pass(400);
		question.commit();
		this.call.pass(100);
		question.finalTranscript("go");
		question.end();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, took(ENDPOINTING, 400), took(OTHER, 100), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
	}

}
